"""How the small model of `pipeline.recognisers.sense` is made."""
