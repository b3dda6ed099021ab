# What each resource of assets/resources.toml opens: short, as in the table of rights.
resource-store = shops
resource-employee = employees
resource-device = smart terminals
resource-device-imei = a terminal's IMEI
resource-device-location = a terminal's location
resource-device-firmware = a terminal's firmware
resource-product = goods
resource-product-quantity = stock levels
resource-document = documents
resource-product-group = groups of goods
resource-product-image = pictures of goods

# The same after "see …" and "change …", where Russian needs another form.
resource-employee-object = employees
resource-device-location-object = a terminal's location
resource-device-firmware-object = a terminal's firmware
