/* What --explain says about how a text was read. */
#include "gazetteer/place_work.h"

#include "base/buf.h"
#include "base/str.h"

static void quoted(bm_buf *text, const char *before, bm_str name)
{
    bm_buf_puts(text, before);
    bm_buf_putc(text, '\'');
    bm_buf_str(text, name);
    bm_buf_putc(text, '\'');
}

static void say_distance(bm_buf *text, const struct gz_phrase *phrase)
{
    bm_buf_fixed(text, phrase->low_m / 1000, 3);
    if (phrase->high_m > phrase->low_m) {
        bm_buf_puts(text, " to ");
        bm_buf_fixed(text, phrase->high_m / 1000, 3);
    }
    bm_buf_puts(text, " km (give or take ");
    bm_buf_fixed(text, phrase->step_m / 2000, 3);
    bm_buf_puts(text, phrase->rough ? ", roughly)" : ")");
}

static void say_phrase(bm_buf *text, const struct gz_phrase *phrase)
{
    if (phrase->kind == GZ_DISTANCE) say_distance(text, phrase);
    if (phrase->has_direction) {
        bm_buf_puts(text, phrase->kind == GZ_DISTANCE ? " towards " : "towards ");
        bm_buf_fixed(text, phrase->az_deg, 1);
        bm_buf_puts(text, " degrees (give or take ");
        bm_buf_fixed(text, phrase->half_deg, 2);
        bm_buf_puts(text, ")");
    }
    switch (phrase->kind) {
    case GZ_DISTANCE: quoted(text, " from ", phrase->a); break;
    case GZ_NEAR: quoted(text, phrase->has_direction ? " of " : "near ", phrase->a); break;
    case GZ_WITHIN: quoted(text, "", phrase->a), quoted(text, " in ", phrase->b); break;
    case GZ_BETWEEN: quoted(text, "between ", phrase->a), quoted(text, " and ", phrase->b); break;
    case GZ_ROAD: quoted(text, "on the road from ", phrase->a), quoted(text, " to ", phrase->b); break;
    case GZ_OFFSHORE: quoted(text, "at sea or in the air off ", phrase->a); break;
    case GZ_BORDER:
        quoted(text, "the border of ", phrase->a);
        if (phrase->b.len) quoted(text, ", near ", phrase->b);
        break;
    default: quoted(text, "", phrase->a);
    }
}

static bm_status keep(struct gz_work *work, bm_buf *text, const char **out)
{
    bool ok = true;
    bm_status st = bm_buf_status(work->ctx, text);

    if (st == BM_OK) {
        bm_buf_putc(text, 0);
        *out = bm_arena_copy(work->arena, bm_str_of(text->p, text->len), &ok).p;
        if (!ok) st = bm_fail(work->ctx, BM_ENOMEM, "out of memory");
    }
    bm_buf_free(text);
    return st;
}

bm_status gz_read_phrase(struct gz_work *work, const struct gz_phrase *phrase)
{
    bm_buf text;

    if (!work->locator->explain || phrase->kind == GZ_PLAIN) return BM_OK;
    bm_buf_init(&text, work->ctx);
    say_phrase(&text, phrase);
    return keep(work, &text, &work->reading);
}

bm_status gz_read_alias(struct gz_work *work, const struct gz_alias *alias)
{
    bm_buf text;

    if (!work->locator->explain) return BM_OK;
    bm_buf_init(&text, work->ctx);
    bm_buf_puts(&text, "what row ");
    bm_buf_i64(&text, (int64_t)alias->src_row);
    bm_buf_puts(&text, " of ");
    bm_buf_puts(&text, alias->src);
    bm_buf_puts(&text, " says");
    return keep(work, &text, &work->reading);
}

/* One number of the log-odds: not a phrase leaning on a place, an alias, or an area. */
static bool is_weighed(const bm_place *place)
{
    return place->has_point && place->match != BM_MATCH_ALIAS &&
           (place->match != BM_MATCH_RELATIVE || place->status == BM_AMBIGUOUS);
}

bm_status gz_read_evidence(struct gz_work *work)
{
    bm_buf text;

    if (!work->locator->explain || !is_weighed(work->out)) return BM_OK;
    bm_buf_init(&text, work->ctx);
    for (int i = 0; i < GZ_EVIDENCE; i++) {
        double part = gz_log_odds((enum gz_evidence)i, work->locator->decided[i]);
        if (part > -0.005 && part < 0.005) continue;
        bm_buf_puts(&text, text.len ? ", " : "");
        if (part > 0) bm_buf_putc(&text, '+');
        bm_buf_fixed(&text, part, 2);
        bm_buf_putc(&text, ' ');
        bm_buf_puts(&text, gz_evidence_name((enum gz_evidence)i));
    }
    return keep(work, &text, &work->out->weighed);
}
