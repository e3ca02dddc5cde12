"""Dictionary of Medicines and Devices: how medicines are described in what is sent."""
