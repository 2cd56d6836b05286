"""Pictures to text: screenshots by OCR, QR codes."""
