/* What writer and reader of the packed form agree on; the layout is described in packed.c. */
#ifndef BM_BORDER_PACKED_H
#define BM_BORDER_PACKED_H

#define BM_PACK_MAGIC       "BMPACK1\n"
#define BM_PACK_CHAIN_STEPS 100000.0 /* to a degree */
#define BM_PACK_RING_STEPS  10000.0

#endif
