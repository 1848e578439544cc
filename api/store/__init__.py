"""What the service remembers: tables, migrations, blobs; who may see which row."""
