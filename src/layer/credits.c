#include "layer/credits.h"
#include "adapt/json.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

void bm_credits_init(bm_ctx *ctx, struct bm_credits *credits)
{
    bm_buf_init(&credits->sources, ctx);
    bm_buf_init(&credits->policy, ctx);
    bm_buf_init(&credits->accuracy, ctx);
}

void bm_credits_free(struct bm_credits *credits)
{
    bm_buf_free(&credits->sources);
    bm_buf_free(&credits->policy);
    bm_buf_free(&credits->accuracy);
}

static bool has_kind(const bm_json *about, const char *kind)
{
    for (const bm_json *s = bm_json_first(bm_json_get(about, "sources")); s; s = bm_json_next(s))
        if (bm_str_eq(bm_json_text(bm_json_get(s, "kind")), bm_str_z(kind))) return true;
    return false;
}

/* GeoNames asks for its name wherever its data are shown (CC BY 4.0). */
static void put_places(const bm_json *item, bm_buf *out)
{
    const bm_json *about = bm_json_get(item, "about");

    bm_buf_puts(out, out->len ? " Places: " : "Places: ");
    if (has_kind(about, "GeoNames dump"))
        bm_buf_puts(out, "GeoNames (CC BY 4.0)");
    else
        bm_buf_str(out, bm_json_text(bm_json_get(item, "file")));
    bm_buf_putc(out, '.');
}

/* A view goes first: it is what differs from the policy of the file. */
static void put_policy(const bm_json *about, bm_buf *out)
{
    bm_str view = bm_json_text(bm_json_get(bm_json_get(about, "view"), "file"));

    if (view.len) {
        bm_buf_puts(out, "Claims drawn as in the view ");
        bm_buf_str(out, view);
        bm_buf_puts(out, "; no view is endorsed. For the rest: ");
    }
    bm_buf_str(out, bm_json_text(bm_json_get(about, "policy")));
}

static void put_borders(const bm_json *item, struct bm_credits *out)
{
    const bm_json *about = bm_json_get(item, "about");
    bm_str who = bm_json_text(bm_json_get(about, "attribution"));
    bm_str licence = bm_json_text(bm_json_get(about, "licence"));
    bm_str vintage = bm_json_text(bm_json_get(about, "vintage"));
    bm_str against = bm_json_text(bm_json_get(bm_json_get(about, "accuracy"), "against"));
    double mean_m = bm_json_number(bm_json_get(bm_json_get(about, "accuracy"), "mean_m"));

    bm_buf_puts(&out->sources, out->sources.len ? " Borders: " : "Borders: ");
    bm_buf_str(&out->sources, who.len ? who : bm_json_text(bm_json_get(item, "file")));
    if (licence.len) {
        bm_buf_puts(&out->sources, " (");
        bm_buf_str(&out->sources, licence);
        bm_buf_putc(&out->sources, ')');
    }
    if (vintage.len) {
        bm_buf_puts(&out->sources, ", ");
        bm_buf_str(&out->sources, vintage);
    }
    bm_buf_putc(&out->sources, '.');
    put_policy(about, &out->policy);
    if (!isfinite(mean_m) || against.len == 0) return;
    bm_buf_puts(&out->accuracy, "Border lines lie ");
    bm_buf_fixed(&out->accuracy, mean_m / 1000, 1);
    bm_buf_puts(&out->accuracy, " km on average from ");
    bm_buf_str(&out->accuracy, against);
    bm_buf_putc(&out->accuracy, '.');
}

static bool has_role(const bm_json *item, const char *role)
{
    return bm_str_eq(bm_json_text(bm_json_get(item, "role")), bm_str_z(role));
}

bm_status bm_credits_read(bm_ctx *ctx, const bm_manifest_facts *facts, struct bm_credits *out)
{
    bm_json *root;
    bm_status st;

    if (!facts->data_json) return BM_OK;
    if ((st = bm_json_parse(ctx, bm_str_z(facts->data_json), &root)) != BM_OK) return st;
    for (const bm_json *item = bm_json_first(root); item; item = bm_json_next(item))
        if (has_role(item, "borders")) put_borders(item, out);
    for (const bm_json *item = bm_json_first(root); item; item = bm_json_next(item))
        if (has_role(item, "gazetteer")) put_places(item, &out->sources);
    bm_json_destroy(root);
    if ((st = bm_buf_status(ctx, &out->sources)) != BM_OK) return st;
    if ((st = bm_buf_status(ctx, &out->policy)) != BM_OK) return st;
    return bm_buf_status(ctx, &out->accuracy);
}
