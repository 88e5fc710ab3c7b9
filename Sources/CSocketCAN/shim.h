#ifndef CSOCKETCAN_SHIM_H
#define CSOCKETCAN_SHIM_H

#include <libsocketcan.h>

#endif
