"""Who is who in a case: names as they are said, what stands around them, the register and how it grows."""
