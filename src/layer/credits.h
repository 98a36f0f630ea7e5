/* Who made the data of a run, under which licence, and how good they are: for every map that leaves the
 * machine. */
#ifndef BM_LAYER_CREDITS_H
#define BM_LAYER_CREDITS_H

#include "base/buf.h"
#include "bordermap/layer.h"

/* Plain text, UTF-8; a part that the data do not tell is "". */
struct bm_credits {
    bm_buf
        sources;   /* "Borders: © OpenStreetMap contributors; Natural Earth (ODbL-1.0), 2017-12. Places: ..." */
    bm_buf policy; /* whose claims are drawn */
    bm_buf accuracy;
};
void bm_credits_init(bm_ctx *ctx, struct bm_credits *credits);
void bm_credits_free(struct bm_credits *credits);
/* From the data_json of the facts. */
BM_CHECKED bm_status bm_credits_read(bm_ctx *ctx, const bm_manifest_facts *facts, struct bm_credits *out);

#endif
