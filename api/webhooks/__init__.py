"""What goes out over HTTP: webhooks to employers, and the guard on where they may lead."""
