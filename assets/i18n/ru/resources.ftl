# Что открывает каждый ресурс из assets/resources.toml: коротко, как в таблице прав.
resource-store = магазины
resource-employee = сотрудники
resource-device = смарт-терминалы
resource-device-imei = IMEI терминала
resource-device-location = где стоит терминал
resource-device-firmware = прошивка терминала
resource-product = товары
resource-product-quantity = остатки
resource-document = документы
resource-product-group = группы товаров
resource-product-image = картинки товаров

# То же после слов «видеть …» и «изменять …», где форма другая.
resource-employee-object = сотрудников
resource-device-location-object = место терминала
resource-device-firmware-object = прошивку терминала
