/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/catalogue.h>

#include <stddef.h>
#include <string.h>

/* `pcimsi explain --slot --offset`: which rules read a field, and which INF values are held against
 * it. */

#define BOTH "MSISupported, MessageNumberLimit"
#define IDS "the ids of the Models section"

static const struct pcimsi_dependents table[] = {
	{ .field = "header.vendor_id",
	  .rules = "CAP102 MSX304 MAT601 MAT603 CAP112 CAP115 INT356",
	  .values = IDS },
	{ .field = "header.device_id", .rules = "MAT601 MAT603", .values = IDS },
	{ .field = "header.command", .rules = "MSI210 MSX310 INT353", .values = "" },
	{ .field = "header.status",
	  .rules = "CAP101 GRA701 GRA707 GRA708",
	  .values = "MSISupported" },
	{ .field = "header.revision", .rules = "MAT601", .values = IDS },
	{ .field = "header.class", .rules = "MSI210 MSI213 MAT604 GRA707 INT351", .values = IDS },
	{ .field = "header.header_type",
	  .rules = "MSX301 GRA707 CAP111 CAP112 INT351",
	  .values = "" },
	{ .field = "header.bar0", .rules = "MSX302 MSX303 MSX304 MSX306 MSX311", .values = "" },
	{ .field = "header.bar1", .rules = "MSX302 MSX303 MSX304 MSX306 MSX311", .values = "" },
	{ .field = "header.bar2", .rules = "MSX302 MSX303 MSX304 MSX306 MSX311", .values = "" },
	{ .field = "header.bar3", .rules = "MSX302 MSX303 MSX304 MSX306 MSX311", .values = "" },
	{ .field = "header.bar4", .rules = "MSX302 MSX303 MSX304 MSX306 MSX311", .values = "" },
	{ .field = "header.bar5", .rules = "MSX302 MSX303 MSX304 MSX306 MSX311", .values = "" },
	{ .field = "header.subsystem_vendor_id", .rules = "MAT601 MAT603", .values = IDS },
	{ .field = "header.subsystem_id", .rules = "MAT601 MAT603", .values = IDS },
	{ .field = "header.capabilities_pointer",
	  .rules = "CAP101 CAP103 CAP104 GRA701 CAP107",
	  .values = BOTH },
	{ .field = "header.interrupt_pin",
	  .rules = "GRA708 INT351 INT352 INT353 INT356",
	  .values = "MSISupported" },
	{ .field = "capability.id",
	  .rules = "CAP105 CAP106 MSI205 GRA701 GRA707 GRA713 CAP108 MSX307 INT354",
	  .values = BOTH },
	{ .field = "capability.next",
	  .rules = "CAP101 CAP103 CAP104 GRA701 CAP107",
	  .values = BOTH },
	{ .field = "pm.control", .rules = "MSI210 CAP114 MSX310", .values = "" },
	{ .field = "express.capabilities", .rules = "MSI206 MSI213 INT352 INT355", .values = IDS },
	{ .field = "msi.control",
	  .rules =
		  "CAP105 CAP106 MSI201 MSI202 MSI203 MSI204 MSI206 MSI207 MSI209 MSI210 MSI211 MSI212 "
		  "MSI213 MSI215 GRA702 GRA704 GRA706 GRA710 GRA711 GRA713 REG903",
	  .values = BOTH },
	{ .field = "msi.address", .rules = "MSI208 MSI209", .values = "" },
	{ .field = "msi.address_upper", .rules = "MSI209", .values = "" },
	{ .field = "msi.mask", .rules = "MSI211 MSI212", .values = "" },
	{ .field = "msix.control",
	  .rules =
		  "MSI204 MSX305 GRA703 GRA705 GRA707 GRA709 GRA710 GRA712 GRA713 MSX306 MSX308 MSX309 MSX310 MSX311 INT353 INT355 REG903",
	  .values = BOTH },
	{ .field = "msix.table",
	  .rules = "MSX301 MSX302 MSX303 MSX304 MSX305 MSX306 MSX311",
	  .values = "" },
	{ .field = "msix.pba",
	  .rules = "MSX301 MSX302 MSX303 MSX304 MSX305 MSX306 MSX311",
	  .values = "" },
};

const struct pcimsi_dependents *pcimsi_field_dependents(const char *field)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].field, field) == 0)
			return &table[i];
	return NULL;
}
