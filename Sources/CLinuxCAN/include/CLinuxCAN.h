/// The Linux system calls that Swift's Glibc module lacks, one header a topic.
///
/// Every function returns a result of 0 or more, or a negated errno: nothing here sets errno for the
/// caller to read.
#ifndef CLINUXCAN_H
#define CLINUXCAN_H

#include "axle_batch.h"
#include "axle_can.h"
#include "axle_clock.h"
#include "axle_events.h"
#include "axle_file.h"
#include "axle_link.h"
#include "axle_local.h"
#include "axle_realtime.h"
#include "axle_record.h"

#endif
