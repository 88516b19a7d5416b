"""What a vendor sends: mails, zips, tables, images and SBOMs in one folder, without a filing."""
