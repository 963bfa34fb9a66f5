/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_PCIMSI_H
#define PCIMSI_PCIMSI_H

/*
 * libpcimsi: which MSI settings of a Windows driver INF are impossible,
 * wasteful, ineffective or fit for a PCI function.
 *
 *   capture.h   open a capture or this machine, function by function
 *   function.h  decode configuration bytes
 *   topology.h  which functions are below which bridge
 *   field.h     which field a byte belongs to
 *   inf.h       read an INF and resolve it for a Windows version
 *   registry.h  what an exported registry holds
 *   granted.h   what a running Windows granted
 *   match.h     which lines of an INF a function matches
 *   catalogue.h the rules, and the words of rules and policies
 *   options.h   how structs with options begin
 *   grant.h     what Windows is expected to request
 *   check.h     judging: what goes in
 *   run.h       the judgement: verdicts, findings and all that happened
 *   policy.h    severities, house rules and waivers of a policy file
 *   matrix.h    which functions the ids of INFs cover
 *   advice.h    which limit an INF should write
 *   suggest.h   what to write instead
 *   diff.h      what differs between two judgements
 *
 * Structs with options are the caller's (options.h), and so are values that never grow: slots,
 * dates, targets, filters. All others are made by the library alone, are const, and may get members
 * at their end: pcimsi_abi_version() counts these. Each header says how long they live, and since
 * when it is there. Headers are stable from 1.0 on.
 *
 * Objects are independent of each other; one object must not be used by two
 * threads at once. The library never prints, exits or changes anything.
 */

#include <pcimsi/advice.h>
#include <pcimsi/bytes.h>
#include <pcimsi/capture.h>
#include <pcimsi/catalogue.h>
#include <pcimsi/check.h>
#include <pcimsi/diff.h>
#include <pcimsi/error.h>
#include <pcimsi/field.h>
#include <pcimsi/function.h>
#include <pcimsi/grant.h>
#include <pcimsi/granted.h>
#include <pcimsi/inf.h>
#include <pcimsi/match.h>
#include <pcimsi/matrix.h>
#include <pcimsi/note.h>
#include <pcimsi/options.h>
#include <pcimsi/policy.h>
#include <pcimsi/registry.h>
#include <pcimsi/run.h>
#include <pcimsi/suggest.h>
#include <pcimsi/topology.h>
#include <pcimsi/version.h>

#endif
