/* A publication that was cut off (kill -9, power) between its first rename and its last is undone by the next run into
 * the folder. Staging keeps what stood under each name and, before the first rename, a list of the names. */
#ifndef BM_LAYER_STAGING_JOURNAL_H
#define BM_LAYER_STAGING_JOURNAL_H

#include "layer/staging.h"

/* What stood under a name before. */
enum bm_before { BM_BEFORE_NOTHING = '-', BM_BEFORE_KEPT = '=', BM_BEFORE_UNKNOWN = '?' };

/* Name under which staging keeps the file that stood at `name`; false if it is too long. */
bool bm_journal_old_name(const char *name, char out[NAME_MAX + 1]);
/* Writes the list and brings it and the staging folder to the disk. before: one for each name. */
BM_CHECKED bm_status bm_journal_write(bm_ctx *ctx, struct bm_staging *staging, const char *const *names, size_t n,
                                      const char *before);
/* In the folder dir_fd: what the dead staging folder `fd` has begun to publish goes back. Nothing to do if it had not
 * begun, or had finished: the last of its names has left it. */
void bm_journal_undo(int dir_fd, int fd);

#endif
