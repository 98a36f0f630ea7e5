/* The staging folder: where a run's files are made, and how they take their places together. */
#ifndef BM_LAYER_STAGING_H
#define BM_LAYER_STAGING_H

#include "bordermap/ctx.h"

#include <limits.h>

struct bm_staging {
    int dir_fd, fd; /* the output folder (locked) and the staging folder; -1: not open */
    bool made_dir;  /* the output folder is ours: removed again if nothing comes of it */
    char dir[PATH_MAX], name[64], path[PATH_MAX];
};

/* Makes both folders, locks the output folder, removes what dead runs left. BM_EIO when another run has the
 * lock. */
BM_CHECKED bm_status bm_staging_open(bm_ctx *ctx, const char *dir, struct bm_staging *out);
/* Makes a new file in the staging folder; the caller closes *fd. */
BM_CHECKED bm_status bm_staging_create(bm_ctx *ctx, struct bm_staging *staging, const char *name, int *fd);
BM_CHECKED bm_status bm_staging_sync(bm_ctx *ctx, struct bm_staging *staging, const char *name);
void bm_staging_remove(struct bm_staging *staging, const char *name);
bool bm_staging_has(const struct bm_staging *staging, const char *name);
/* Moves the files into place in their order, all or none: what stood there comes back if one cannot be moved.
 * stale names files that would be read together with the new ones and must go (an old index, an old journal).
 * Links in the output folder are replaced, not followed. The last file is moved when the others are on the
 * disk. */
BM_CHECKED bm_status bm_staging_publish(bm_ctx *ctx, struct bm_staging *staging, const char *const *names,
                                        size_t n, const char *const *stale, size_t n_stale);
/* Removes the staging folder with what is in it and unlocks. */
void bm_staging_close(struct bm_staging *staging);

#endif
