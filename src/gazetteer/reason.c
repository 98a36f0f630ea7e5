/* The terms of a hit's sum in words, for candidates. */
#include "gazetteer/locator.h"

#include "base/buf.h"
#include "base/str.h"

#include <math.h>

static void term(bm_buf *out, const char *what, double value)
{
    if (value == 0) return;
    bm_buf_puts(out, out->len ? "; " : "");
    bm_buf_puts(out, what);
    bm_buf_putc(out, ' ');
    if (value > 0) bm_buf_putc(out, '+');
    bm_buf_fixed(out, value, 2);
}

/* The terms as printed add up to the sum as printed. */
const char *gz_reason(bm_ctx *ctx, const struct gz_hit *hit, bm_arena *arena)
{
    static const char *const levels[] = {
        "same letters",          "same after folding",       "same without generic words",
        "same words, reordered", "a namesake is spelled so", "same consonants",
        "one consonant differs"};
    static const char *const labels[GZ_TERMS] = {[GZ_T_CLASS] = "kind of place",
                                                 [GZ_T_SEAT] = "seat",
                                                 [GZ_T_POPULATION] = "population",
                                                 [GZ_T_COUNTRY] = "country",
                                                 [GZ_T_GENERIC] = "generic words",
                                                 [GZ_T_DEFUNCT] = "defunct",
                                                 [GZ_T_ADMIN1] = "admin1",
                                                 [GZ_T_ADMIN2] = "admin2",
                                                 [GZ_T_NEAR] = "near the place named",
                                                 [GZ_T_LATER] = "later gazetteer",
                                                 [GZ_T_LARGEST] = "largest",
                                                 [GZ_T_LONE_AREA] = "area without a town of its name"};
    double sum = 0;
    bm_buf text;
    bm_str copy;

    bm_buf_init(&text, ctx);
    for (int i = 0; i < GZ_TERMS; i++) {
        double value = round(hit->term[i] * 100) / 100;
        const char *label = labels[i];
        if (i == GZ_T_LEVEL) label = levels[hit->level];
        if (i == GZ_T_NAME) label = value > 0 ? "main name" : "old name";
        if (i == GZ_T_CLASS && gz_hit_place(hit)->feat_class == 'A') label = "area";
        term(&text, label, value);
        sum += value;
    }
    term(&text, "sum", sum);
    copy = bm_arena_copy(arena, bm_str_of(text.p, text.len), NULL);
    bm_buf_free(&text);
    return copy.p;
}
