"""The ways out of the building, one file each, behind one small interface."""
