/* What `borders info` and the manifests say about the built-in borders. */
#include "border/world.h"

#include "base/buf.h"

static const char sources_json[] =
    "{\"title\":\"land borders of the world\",\"vintage\":\"2017-12\",\"licence\":\"ODbL-1.0\","
    "\"attribution\":\"© OpenStreetMap contributors; Natural Earth\","
    "\"sources\":[{\"name\":\"@geo-maps/"
    "countries-maritime-10m\",\"version\":\"0.6.0\",\"data\":\"OpenStreetMap\","
    "\"used_for\":\"lines\",\"licence\":\"ODbL-1.0\"},"
    "{\"name\":\"@geo-maps/countries-land-100m\",\"version\":\"0.6.0\",\"data\":\"OpenStreetMap\","
    "\"used_for\":\"outlines; land or water\",\"licence\":\"ODbL-1.0\"},"
    "{\"name\":\"qgis-common\",\"version\":\"3.22.16+dfsg-1\",\"data\":\"Natural Earth 4.1.0\","
    "\"used_for\":\"inland or sea; disputed stretches; accuracy\",\"licence\":\"public domain\"},"
    "{\"name\":\"border_overlaps.csv, border_status.csv\",\"used_for\":\"overlapping claims; status\"}],"
    "\"policy\":\"Borders are drawn as administered on the ground, not as claimed; no statement on law.\"";

/* Mean of the accuracy samples in metres, over chains on land. */
static double mean_accuracy_m(const struct bm_border_model *model)
{
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < model->n_chains; i++) {
        const struct bm_chain *chain = &model->chains[i];
        if (chain->status == BM_BORDER_MARITIME) continue;
        for (uint32_t run = 0; run * BM_ACC_RUN + 1 < chain->n; run++) {
            if (model->acc[chain->acc_first + run] == BM_ACC_NONE) continue;
            sum += 10.0 * model->acc[chain->acc_first + run];
            n++;
        }
    }
    return n ? sum / (double)n : 0;
}

bm_status bm_world_info(bm_ctx *ctx, struct bm_border_model *model)
{
    bm_buf buf;

    bm_buf_init(&buf, ctx);
    bm_buf_puts(&buf, sources_json);
    bm_buf_puts(&buf, ",\"accuracy\":{\"mean_m\":");
    bm_buf_fixed(&buf, mean_accuracy_m(model), 0);
    bm_buf_puts(&buf, ",\"against\":\"outer outlines of Natural Earth's provinces, generalised\"}}");
    return bm_model_set_info(ctx, model, &buf);
}
