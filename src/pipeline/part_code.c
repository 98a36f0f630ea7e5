#include "pipeline/part_code.h"
#include "base/mem.h"
#include "base/str.h"

#include <string.h>

#define ABSENT       UINT32_MAX
#define NO_GAZETTEER UINT32_MAX
enum { LIST_MAX = 1 << 24 };

void bm_code_raw(struct bm_coder *c, void *p, size_t size)
{
    if (c->out) {
        bm_buf_put(c->out, p, size);
    } else if (c->bad || (size_t)(c->end - c->p) < size) {
        c->bad = true;
        memset(p, 0, size);
    } else {
        memcpy(p, c->p, size);
        c->p += size;
    }
}

/* Of the bytes only 0 and 1 are a bool. */
static void code_bool(struct bm_coder *c, bool *v)
{
    uint8_t byte = c->out ? *v : 0;
    BM_CODE(c, byte);
    if (byte > 1) c->bad = true;
    if (!c->out) *v = byte == 1;
}

/* --- what pointers lead to --- */

/* Zeroed memory of the arena; NULL when it has none left. */
static void *room(struct bm_coder *c, size_t n, size_t size)
{
    void *p = bm_arena_calloc(c->arena, n, size);
    if (!p) c->bad = c->no_memory = true;
    return p;
}

/* A copy in the arena with a NUL behind it; NULL when there are not so many bytes. */
static const char *take(struct bm_coder *c, size_t size)
{
    bool ok = true;
    if (c->bad || (size_t)(c->end - c->p) < size) {
        c->bad = true;
        return NULL;
    }
    bm_str copy = bm_arena_copy(c->arena, bm_str_of(c->p, size), &ok);
    c->p += size;
    if (!ok) c->bad = c->no_memory = true;
    return size ? copy.p : "";
}

void bm_code_str(struct bm_coder *c, bm_str *text)
{
    uint32_t n = text->p ? (uint32_t)text->len : ABSENT;
    BM_CODE(c, n);
    if (c->out) {
        if (text->p) bm_buf_put(c->out, text->p, n);
        return;
    }
    text->p = n == ABSENT ? NULL : take(c, n);
    text->len = text->p ? n : 0;
}

void bm_code_text(struct bm_coder *c, const char **text)
{
    bm_str whole = *text ? bm_str_z(*text) : (bm_str){NULL, 0};
    if (*text && !whole.p) whole = (bm_str){"", 0};
    bm_code_str(c, &whole);
    if (!c->out) *text = whole.p;
}

/* n items of a list; the reader gets a copy in its arena. */
static void code_list(struct bm_coder *c, const void *list, size_t n, size_t size, void *out)
{
    void *copy = NULL;
    if (c->out) {
        if (n) bm_buf_put(c->out, list, n * size);
        return;
    }
    if (n > LIST_MAX || (size_t)(c->end - c->p) < n * size) c->bad = true;
    if (n > 0 && !c->bad) copy = room(c, n, size);
    if (copy) bm_code_raw(c, copy, n * size);
    memcpy(out, &copy, sizeof copy);
}

/* Names of inputs are told by address: they are the reader's own. Others (of an alias file) are texts. */
static void code_src(struct bm_coder *c, const char **src)
{
    uint32_t at = ABSENT;
    for (uint32_t i = 0; c->out && i < c->n_sources; i++)
        if (c->sources[i].src == *src) at = i;
    BM_CODE(c, at);
    if (at == ABSENT)
        bm_code_text(c, src);
    else if (at < c->n_sources)
        *src = c->sources[at].src;
    else
        c->bad = true;
}

/* --- rows --- */

static void code_incident(struct bm_coder *c, bm_incident *v, size_t n_extra)
{
    bool has_extra = v->extra != NULL;
    code_src(c, &v->src);
    BM_CODE(c, v->src_row);
    BM_CODE(c, v->line);
    bm_code_str(c, &v->inc_id);
    code_bool(c, &v->has_own_id);
    BM_CODE(c, v->d_start);
    BM_CODE(c, v->d_end);
    BM_CODE(c, v->d_prec);
    bm_str *texts[] = {&v->place,  &v->admin1, &v->admin2, &v->country, &v->etype,
                       &v->actor1, &v->actor2, &v->source, &v->notes};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) bm_code_str(c, texts[i]);
    BM_CODE(c, v->iso3);
    BM_CODE(c, v->lon_deg);
    BM_CODE(c, v->lat_deg);
    BM_CODE(c, v->claim);
    BM_CODE(c, v->geo_prec_in);
    BM_CODE(c, v->acled_prec_in);
    BM_CODE(c, v->gtd_spec_in);
    BM_CODE(c, v->killed);
    BM_CODE(c, v->injured);
    code_bool(c, &has_extra);
    if (!has_extra || c->bad) return;
    bm_str *extra = c->out ? (bm_str *)(uintptr_t)v->extra /* is only read */
                           : room(c, n_extra, sizeof *extra);
    for (size_t i = 0; extra && i < n_extra; i++) bm_code_str(c, &extra[i]);
    v->extra = extra;
}

static void code_area(struct bm_coder *c, bm_area *area)
{
    uint32_t at = NO_GAZETTEER, n = (uint32_t)c->setup->n_gazetteers;
    bm_area_ref ref = {0};
    for (uint32_t i = 0; c->out && area->n_rings > 0 && i < n && at == NO_GAZETTEER; i++)
        if (bm_gazetteer_area_ref(c->setup->gazetteers[i], area, &ref)) at = i;
    if (c->out && area->n_rings > 0 && at == NO_GAZETTEER) c->foreign = true;
    BM_CODE(c, at);
    if (!c->out) *area = (bm_area){0};
    if (at == NO_GAZETTEER) return;
    BM_CODE(c, ref.first_point);
    BM_CODE(c, ref.first_ring);
    BM_CODE(c, ref.n_rings);
    BM_CODE(c, ref.box);
    if (!c->out && (at >= n || !bm_gazetteer_area_at(c->setup->gazetteers[at], &ref, area))) c->bad = true;
}

static void code_candidate(struct bm_coder *c, bm_candidate *v)
{
    bm_str *texts[] = {&v->name, &v->gaz_id, &v->feat, &v->adm1, &v->adm2};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) bm_code_str(c, texts[i]);
    BM_CODE(c, v->iso3);
    BM_CODE(c, v->point);
    BM_CODE(c, v->match);
    BM_CODE(c, v->score);
    bm_code_text(c, &v->reason);
}

static void code_candidates(struct bm_coder *c, bm_place *v)
{
    uint32_t n = (uint32_t)v->n_candidates;
    BM_CODE(c, n);
    if (n > BM_MAX_CANDIDATES) c->bad = true;
    if (n == 0 || c->bad) return;
    bm_candidate *list = c->out ? (bm_candidate *)(uintptr_t)v->candidates /* is only read */
                                : room(c, n, sizeof *list);
    for (uint32_t i = 0; list && i < n; i++) code_candidate(c, &list[i]);
    v->candidates = list;
    v->n_candidates = n;
}

static void code_place(struct bm_coder *c, bm_place *v)
{
    BM_CODE(c, v->match);
    BM_CODE(c, v->status);
    BM_CODE(c, v->score);
    BM_CODE(c, v->geo_prec);
    BM_CODE(c, v->acled_prec);
    BM_CODE(c, v->gtd_spec);
    BM_CODE(c, v->rad_m);
    code_bool(c, &v->has_point);
    BM_CODE(c, v->point);
    code_area(c, &v->area);
    code_bool(c, &v->fell_back);
    bm_str *texts[] = {&v->gaz_name, &v->gaz_id, &v->feat, &v->adm1, &v->adm2};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) bm_code_str(c, texts[i]);
    BM_CODE(c, v->iso3);
    bm_code_text(c, &v->reason);
    bm_code_text(c, &v->reading);
    bm_code_text(c, &v->weighed);
    code_candidates(c, v);
}

void bm_code_tag(struct bm_coder *c, bm_tag *v)
{
    BM_CODE(c, v->dyad);
    BM_CODE(c, v->segment);
    BM_CODE(c, v->pair);
    BM_CODE(c, v->dist_m);
    BM_CODE(c, v->dmin_m);
    BM_CODE(c, v->dmax_m);
    BM_CODE(c, v->side);
    BM_CODE(c, v->side_sure);
    BM_CODE(c, v->near);
    BM_CODE(c, v->az_deg);
    BM_CODE(c, v->chain_m);
    BM_CODE(c, v->dyad2);
    BM_CODE(c, v->pair2);
    BM_CODE(c, v->dist2_m);
    code_bool(c, &v->tie);
    code_bool(c, &v->tie_at_end);
    code_bool(c, &v->no_border);
    BM_CODE(c, v->status);
    BM_CODE(c, v->n_shares);
    code_list(c, v->shares, v->n_shares, sizeof *v->shares, &v->shares);
    BM_CODE(c, v->n_samples);
    code_list(c, v->sample_m, v->n_samples, sizeof *v->sample_m, &v->sample_m);
    code_list(c, v->sample_dyad, v->n_samples, sizeof *v->sample_dyad, &v->sample_dyad);
    code_bool(c, &v->off_day);
}

/* --- issues, batches, counts --- */

void bm_code_issue(struct bm_coder *c, bm_issue *v)
{
    BM_CODE(c, v->severity);
    code_src(c, &v->src);
    BM_CODE(c, v->src_row);
    BM_CODE(c, v->line);
    bm_code_str(c, &v->column);
    bm_code_str(c, &v->found);
    bm_code_str(c, &v->expected);
}

static void code_issues(struct bm_coder *c, bm_issue_list *list)
{
    uint64_t n = list->n;
    BM_CODE(c, n);
    if (!c->out) {
        /* The cheapest issue takes some forty bytes: a count that cannot be true asks for no memory. */
        if (n > (uint64_t)(c->end - c->p)) c->bad = true;
        *list = (bm_issue_list){.arena = c->arena};
        if (!c->bad && n > 0) list->items = room(c, n, sizeof *list->items);
        if (c->bad) return;
        list->n = list->cap = n;
    }
    for (size_t i = 0; i < n; i++) bm_code_issue(c, &list->items[i]);
}

void bm_code_slot(struct bm_coder *c, struct bm_slot *slot, size_t n_extra)
{
    bm_incident_batch *in = &slot->in;
    bool has_others = slot->others != NULL;
    BM_CODE(c, in->n);
    BM_CODE(c, in->n_read);
    BM_CODE(c, in->n_rejected);
    BM_CODE(c, in->n_filtered);
    code_bool(c, &has_others);
    if (in->n > in->cap) c->bad = true;
    if (c->bad) return;
    if (!c->out) {
        slot->others = has_others ? room(c, in->n, sizeof *slot->others) : NULL;
        for (size_t i = 0; i < in->n; i++) {
            in->rows[i] = (bm_incident){0};
            slot->places[i] = (bm_place){0};
            slot->tags[i] = (bm_tag){0};
        }
    }
    for (size_t i = 0; i < in->n && !c->bad; i++) {
        code_incident(c, &in->rows[i], n_extra);
        code_place(c, &slot->places[i]);
        bm_code_tag(c, &slot->tags[i]);
        if (has_others) bm_code_tag(c, &slot->others[i]);
    }
    code_issues(c, &in->issues);
    code_issues(c, &slot->placed);
}

void bm_code_counted(struct bm_coder *c, bm_source *v)
{
    BM_CODE(c, v->n_read);
    BM_CODE(c, v->n_rejected);
    BM_CODE(c, v->n_filtered);
    BM_CODE(c, v->n_repeated);
    BM_CODE(c, v->n_undated);
    code_bool(c, &v->saw_1252);
    bm_code_text(c, &v->missing_at_end);
    BM_CODE(c, v->end_line);
}
