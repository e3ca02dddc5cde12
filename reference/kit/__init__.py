"""What every room uses: configuration, storage, problems, times."""
