/* Borders in memory while a border file is being made: what a reader of polygons, lines or the packed form
 * produces, and what the writer of .bmb files takes. */
#ifndef BM_BORDER_MODEL_H
#define BM_BORDER_MODEL_H

#include "base/buf.h"
#include "bordermap/border.h"

/* A stretch of line with one country on each side and one status, from one vertex to another. Any direction.
 */
struct bm_chain {
    char left[4], right[4];  /* alpha-3, seen in the direction of travel */
    bm_border_status status; /* BM_BORDER_MARITIME: at sea, kept out of lengths and of scope any */
    uint32_t first, n; /* points first .. first+n-1 of model.pts; a closed ring repeats its first point */
    int32_t valid_from, valid_to; /* days (bm_day), inclusive; BM_NO_DAY: open */
    uint32_t acc_first;           /* accuracy samples, one for each BM_ACC_RUN edges begun */
};
#define BM_ACC_RUN  32
#define BM_ACC_NONE UINT16_MAX

/* The ground of one country: outer rings only (lakes filled), points not repeated at the end. */
struct bm_outline {
    char iso[4];
    uint32_t ring_first, n_rings; /* rings ring_first .. of model.rings */
    int32_t valid_from, valid_to; /* as a chain's; a country has an outline for each pair of days */
};

struct bm_border_model {
    struct bm_chain *chains;
    size_t n_chains, cap_chains;
    bm_ll *pts; /* of all chains */
    size_t n_pts, cap_pts;
    uint16_t *acc; /* mean distance of a run of BM_ACC_RUN edges to the independent source, in units of
                      10 m; BM_ACC_NONE: not known */
    size_t n_acc, cap_acc;
    struct bm_outline *outlines;
    size_t n_outlines, cap_outlines;
    uint32_t *rings; /* first point of each ring in ring_pts; n_rings + 1 values */
    size_t n_rings, cap_rings;
    bm_ll *ring_pts;
    size_t n_ring_pts, cap_ring_pts;
    char *info_json; /* sources, vintage, licences, policy, accuracy: a JSON object */
};

/* Makes the finished text the model's info_json; the buffer is spent, also on failure. */
BM_CHECKED bm_status bm_model_set_info(bm_ctx *ctx, struct bm_border_model *model, bm_buf *text);
void bm_border_model_free(bm_ctx *ctx, struct bm_border_model *model);

/* Polygons or lines through GDAL (src/border/from_polygons.c, from_lines.c). */
BM_CHECKED bm_status bm_border_model_read(bm_ctx *ctx, const bm_border_sources *sources,
                                          bm_issue_list *issues, struct bm_border_model *out);
/* The packed form of geodata/: varint deltas of 1e-5 degrees (src/border/packed.c). */
BM_CHECKED bm_status bm_border_pack(bm_ctx *ctx, const struct bm_border_model *model, const char *path);
BM_CHECKED bm_status bm_border_unpack(bm_ctx *ctx, const char *path, struct bm_border_model *out);
/* The bytes of a .bmb file, the caller's to free. */
BM_CHECKED bm_status bm_border_compile(bm_ctx *ctx, const struct bm_border_model *model, unsigned char **out,
                                       size_t *n);
/* Joins chains into parts, orients and orders them, builds the search tree, writes the .bmb
 * (src/border/file_write.c). */
/* The same, opened in memory. name: for messages. */
BM_CHECKED bm_status bm_border_of_model(bm_ctx *ctx, const struct bm_border_model *model, const char *name,
                                        bm_border **out);
BM_CHECKED bm_status bm_border_write(bm_ctx *ctx, const struct bm_border_model *model, const char *path);

#endif
