# SPDX-License-Identifier: GPL-2.0-or-later
#
# What "pcimsi list --format ndjson" says of each function, in the words of facts.awk.

def sign: if . then "+" else "-" end;
def msi: if .state != "present" then .state
	else "\(.offset):\(.enabled | sign):\(.allocated)/\(.capable):\(.masking | sign):\(.address_64bit | sign)" end;
def msix: if .state != "present" then .state
	else "\(.offset):\(.enabled | sign):\(.table_size):\(.function_masked | sign)" +
		":\(.table_bar)@\(.table_offset):\(.pba_bar)@\(.pba_offset)" end;
def allowed: if . == null then "unknown" elif . then "1" else "0" end;

select(.record == "function") |
"\(.slot) \(.vendor_id) \(.device_id) \(.linux.driver // "none") \(.linux.msi_allowed | allowed) " +
"\(.linux.vectors) msi=\(.msi | msi) msi-x=\(.msix | msix)" +
([.bars[] | select(.size) | " \(.bar)=\(.size)"] | add // "")
