/* Rows that a part claims: whether they are such that counting and writing may trust them. A checksum tells
 * of damage, not of a file that was made to mislead. */
#ifndef BM_PIPELINE_PART_CHECK_H
#define BM_PIPELINE_PART_CHECK_H

#include "pipeline/engine.h"
#include "pipeline/setup.h"

/* Every number, index and text of a batch lies where the stages before it leave it: counts sum up, codes end,
 * points are on the earth, dyads and segments are those of the setup. Pure; any thread. */
bool bm_part_batch_is_sound(const struct bm_setup *setup, const struct bm_slot *slot);

#endif
