/* The partial result of one shard: a file of tagged rows in the order of the input, batch by batch, each with
 * a checksum. Written whole or not at all; read by mapping. */
#ifndef BM_PIPELINE_PART_H
#define BM_PIPELINE_PART_H

#include "base/file.h"
#include "pipeline/part_code.h"

#define BM_PART_FILE "shard.part" /* its name in the folder of a shard */

struct bm_part_head {
    uint32_t shard, shards;
    char identity[65]; /* sha256 of all that the shards of one run have in common */
    bm_str words;      /* the caller's: how to make the job again */
};

/* --- writing --- */

struct bm_part_writer {
    bm_outfile *file; /* NULL: not open */
    uint64_t offset;
    bm_buf frame;
    struct bm_coder coder;
    size_t n_extra;
};
BM_CHECKED bm_status bm_part_create(bm_ctx *ctx, const char *dir, const struct bm_part_head *head,
                                    const struct bm_setup *setup, struct bm_part_writer *out);
BM_CHECKED bm_status bm_part_put(bm_ctx *ctx, struct bm_part_writer *part, struct bm_slot *slot);
/* What was counted of each input, the end, and the file into its place. */
BM_CHECKED bm_status bm_part_commit(bm_ctx *ctx, struct bm_part_writer *part);
void bm_part_abandon(struct bm_part_writer *part); /* a zeroed one is fine */

/* --- reading --- */

struct bm_part {
    char path[PATH_MAX];
    bm_mapping file;
    struct bm_part_head head; /* words lie in the file */
    size_t at, end;           /* of the next batch; of the last part, which holds the counts */
    size_t source;            /* of the next batch: its input and the number of its first record */
    uint64_t first_row;
};
/* path: the file or the folder of a shard. Anything but a whole file of this version is BM_EFORMAT. */
BM_CHECKED bm_status bm_part_open(bm_ctx *ctx, const char *path, struct bm_part *out);
void bm_part_close(struct bm_part *part);
static inline bool bm_part_is_done(const struct bm_part *part)
{
    return part->at == part->end;
}
/* The next batch into the slot, whose arena the caller has reset. Not when bm_part_is_done. */
BM_CHECKED bm_status bm_part_next(bm_ctx *ctx, struct bm_part *part, const struct bm_setup *setup,
                                  size_t n_extra, struct bm_slot *slot);
/* Adds what was counted to sums, one for each input; texts into the arena. */
BM_CHECKED bm_status bm_part_add_counted(bm_ctx *ctx, const struct bm_part *part, bm_arena *arena,
                                         bm_source *sums, size_t n);

#endif
