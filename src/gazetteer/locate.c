/* One thread's locator: its set-up, its memory of names that come again, and the issues of each row. */
#include "gazetteer/locator.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define MEMO_MAX   50000u
#define MEMO_BYTES (32u << 20)

static bm_status want_id(bm_ctx *ctx, void *user, bm_str id)
{
    bm_locator *locator = user;
    uint64_t *value;
    bool added;
    bm_status st = bm_map_add(&locator->ids, id, &value, &added);

    (void)ctx;
    if (st == BM_OK && added) *value = UINT64_MAX;
    return st;
}

/* The ids that aliases name, without their places yet. */
static bm_status collect_ids(bm_ctx *ctx, bm_locator *locator)
{
    bm_status st = BM_OK;

    for (size_t i = 0; i < locator->n_aliases && st == BM_OK; i++)
        st = gz_aliases_ids(ctx, locator->aliases[i], want_id, locator);
    return st;
}

/* One walk over each gazetteer, when the first alias counts: most runs of a few rows need none. */
static void find_ids(bm_locator *locator)
{
    locator->ids_found = true;
    for (size_t at = 0; locator->ids.n > 0 && at < locator->n_gazetteers; at++) {
        const bm_gazetteer *gazetteer = locator->gazetteers[at];
        for (uint32_t i = 0; i < gazetteer->n_places; i++) {
            bm_str id = gz_text(gazetteer, gazetteer->places[i].id);
            uint64_t *value = id.len ? bm_map_find(&locator->ids, id) : NULL;
            if (value && *value == UINT64_MAX) *value = (uint64_t)at << 32 | i;
        }
    }
}

bool gz_place_of_id(bm_locator *locator, bm_str id, uint32_t *gazetteer_at, uint32_t *place)
{
    const uint64_t *value = id.len ? bm_map_find(&locator->ids, id) : NULL;

    if (value && !locator->ids_found) find_ids(locator);
    if (!value || *value == UINT64_MAX) return false;
    *gazetteer_at = (uint32_t)(*value >> 32);
    *place = (uint32_t)*value;
    return true;
}

static bm_status copy_pointers(bm_ctx *ctx, const void *from, size_t n, void *out)
{
    void *copy;
    bm_status st = bm_calloc(ctx, n + 1, sizeof(void *), &copy);

    if (st != BM_OK) return st;
    if (n) memcpy(copy, from, n * sizeof(void *));
    memcpy(out, &copy, sizeof copy);
    return BM_OK;
}

bm_status bm_locator_create(bm_ctx *ctx, const bm_locate_options *options, bm_locator **out)
{
    bm_locator *locator;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *locator, (void **)&locator)) != BM_OK) return st;
    locator->ctx = ctx;
    locator->n_gazetteers = options->n_gazetteers;
    locator->n_aliases = options->n_aliases;
    locator->explain = options->explain;
    memcpy(locator->country, options->country, sizeof locator->country);
    bm_map_init(&locator->ids, ctx);
    bm_map_init(&locator->memo, ctx);
    bm_buf_init(&locator->key, ctx);
    bm_map_init(&locator->known_hints, ctx);
    if ((st = copy_pointers(ctx, options->gazetteers, options->n_gazetteers, &locator->gazetteers)) !=
            BM_OK ||
        (st = copy_pointers(ctx, options->aliases, options->n_aliases, &locator->aliases)) != BM_OK ||
        (st = bm_arena_create(ctx, &locator->memo_arena)) != BM_OK ||
        (st = collect_ids(ctx, locator)) != BM_OK) {
        bm_locator_destroy(locator);
        return st;
    }
    *out = locator;
    return BM_OK;
}

void bm_locator_destroy(bm_locator *locator)
{
    if (!locator) return;
    bm_ctx *ctx = locator->ctx;
    bm_free(ctx, locator->gazetteers);
    bm_free(ctx, locator->aliases);
    bm_free(ctx, locator->hits);
    bm_free(ctx, locator->sorted);
    bm_free(ctx, locator->ranks);
    bm_free(ctx, locator->seen);
    bm_free(ctx, locator->entries);
    bm_map_free(&locator->ids);
    bm_map_free(&locator->memo);
    bm_buf_free(&locator->key);
    bm_map_free(&locator->known_hints);
    bm_arena_destroy(locator->memo_arena);
    bm_free(ctx, locator);
}

/* What decides the answer besides given coordinates, joined, into locator->key. */
static void join_names(bm_locator *locator, const bm_incident *incident, bool given)
{
    bool fixed = gz_alias_of_record(locator, incident->inc_id) != NULL;
    const bm_str texts[] = {incident->place, incident->admin1, incident->admin2,
                            fixed ? incident->inc_id : (bm_str){0}};
    int codes[] = {given, given ? (int)incident->claim : 0, given ? incident->geo_prec_in : 0,
                   given ? incident->acled_prec_in : 0, given ? incident->gtd_spec_in : 0};
    char iso3[sizeof incident->iso3] = {0};

    bm_buf_clear(&locator->key);
    for (size_t i = 0; i < 4; i++) {
        bm_buf_put(&locator->key, &texts[i].len, sizeof texts[i].len);
        bm_buf_put(&locator->key, texts[i].p, texts[i].len);
    }
    memcpy(iso3, incident->iso3, strnlen(incident->iso3, sizeof iso3));
    bm_buf_put(&locator->key, iso3, sizeof iso3);
    bm_buf_put(&locator->key, codes, sizeof codes);
}

/* The entry under locator->key, or NULL. */
static struct gz_memo_entry *recall(const bm_locator *locator)
{
    const uint64_t *at = bm_map_find(&locator->memo, bm_str_of(locator->key.p, locator->key.len));

    return at ? &locator->entries[*at] : NULL;
}

/* Puts the newest entry under the first n bytes of locator->key. */
static bm_status keep(bm_ctx *ctx, bm_locator *locator, size_t n)
{
    bm_str key = bm_str_of(locator->key.p, n);
    uint64_t *at = bm_map_find(&locator->memo, key);
    bool added, ok = true;
    bm_status st;

    if (!at) {
        key = bm_arena_copy(locator->memo_arena, key, &ok);
        if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory");
        if ((st = bm_map_add(&locator->memo, key, &at, &added)) != BM_OK) return st;
    }
    *at = locator->n_entries - 1;
    return BM_OK;
}

static void forget_if_full(bm_locator *locator)
{
    if (locator->n_entries < MEMO_MAX && bm_arena_bytes(locator->memo_arena) <= MEMO_BYTES) return;
    bm_map_clear(&locator->memo);
    bm_map_clear(&locator->known_hints);
    bm_arena_reset(locator->memo_arena);
    locator->n_entries = 0;
}

static double apart_m(struct bm_xyz a, struct bm_xyz b)
{
    double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;

    return bm_chord_upper_m(sqrt(x * x + y * y + z * z));
}

/* Names come again with other coordinates: the last answer for these names holds about its point, another one
 * at its very point. */
static bm_status find_answer(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident, bool given,
                             struct gz_memo_entry **out)
{
    bm_ll point = {incident->lon_deg, incident->lat_deg};
    struct gz_memo_entry entry = {0};
    size_t n_names;
    bm_status st;

    forget_if_full(locator);
    join_names(locator, incident, given);
    if ((st = bm_buf_status(ctx, &locator->key)) != BM_OK) return st;
    n_names = locator->key.len;
    *out = recall(locator);
    if (*out && (!given || apart_m((*out)->from, bm_xyz_of(point)) < (*out)->slack_m)) return BM_OK;
    if (given) {
        bm_buf_put(&locator->key, &point, sizeof point);
        if ((st = bm_buf_status(ctx, &locator->key)) != BM_OK) return st;
        if ((*out = recall(locator))) return BM_OK;
        st = gz_place_given(ctx, locator, incident, locator->memo_arena, &entry);
    } else {
        st = gz_place_names(ctx, locator, incident, locator->memo_arena, &entry);
    }
    if (st != BM_OK || (st = bm_grow(ctx, (void **)&locator->entries, &locator->cap_entries,
                                     locator->n_entries + 1, sizeof entry)) != BM_OK)
        return st;
    locator->entries[locator->n_entries++] = entry;
    *out = &locator->entries[locator->n_entries - 1];
    if ((st = keep(ctx, locator, n_names)) != BM_OK || !given) return st;
    return keep(ctx, locator, locator->key.len);
}

/* The memo may be emptied while rows of the batch still refer to it: what lives in it is copied. Everything
 * else is static or the gazetteer's. */
static bm_status copy_out(bm_ctx *ctx, bm_arena *arena, bm_place *place)
{
    bm_candidate *copy;
    bool ok = true;

    if (place->reading) place->reading = bm_arena_copy(arena, bm_str_z(place->reading), &ok).p;
    if (place->weighed) place->weighed = bm_arena_copy(arena, bm_str_z(place->weighed), &ok).p;
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    if (place->n_candidates == 0) return BM_OK;
    copy = bm_arena_alloc(arena, place->n_candidates * sizeof *copy);
    if (!copy) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    memcpy(copy, place->candidates, place->n_candidates * sizeof *copy);
    for (size_t i = 0; i < place->n_candidates; i++) {
        if (copy[i].reason) copy[i].reason = bm_arena_copy(arena, bm_str_z(copy[i].reason), &ok).p;
    }
    place->candidates = copy;
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory");
}

static bm_status add_issue(bm_ctx *ctx, bm_issue_list *issues, const bm_incident *incident,
                           bm_severity severity, const char *column, bm_str found, bm_str expected)
{
    return bm_issue_add(ctx, issues, severity, incident->src, incident->src_row, incident->line,
                        bm_str_z(column), found, "%.*s", (int)expected.len, expected.p);
}

static bm_status report(bm_ctx *ctx, const bm_incident *incident, const struct gz_memo_entry *entry,
                        bm_issue_list *issues)
{
    bm_status st = BM_OK;

    if (!issues) return BM_OK;
    if (entry->contradiction.p)
        st = add_issue(ctx, issues, incident, BM_WARNING, "place", incident->place, entry->contradiction);
    if (st == BM_OK && (entry->notes & GZ_OVER_COUNTRY))
        st = add_issue(ctx, issues, incident, BM_NOTE, "country", incident->country,
                       BM_LIT("the country of the place found; it lies in another one"));
    if (st == BM_OK && (entry->notes & GZ_OVER_ADMIN1))
        st = add_issue(ctx, issues, incident, BM_NOTE, "admin1", incident->admin1,
                       BM_LIT("the province of the place found; it lies in another one"));
    if (st == BM_OK && (entry->notes & GZ_OVER_ADMIN2))
        st = add_issue(ctx, issues, incident, BM_NOTE, "admin2", incident->admin2,
                       BM_LIT("the district of the place found; it lies in another one"));
    if (st == BM_OK && (entry->notes & (GZ_ALSO_PROVINCE | GZ_ALSO_TOWN)))
        st = add_issue(ctx, issues, incident, BM_NOTE, "place", incident->place,
                       entry->notes & GZ_ALSO_PROVINCE
                           ? BM_LIT("the town or the province of this name; the town is taken")
                           : BM_LIT("the province or the town of this name; the province is taken"));
    if (st == BM_OK && entry->lost)
        st = bm_issue_add(ctx, issues, BM_WARNING, entry->lost->src, entry->lost->src_row, entry->lost->line,
                          BM_LIT("gaz_id"), entry->lost->gaz_id, "an id that a gazetteer has; %s",
                          entry->lost->has_point
                              ? "lon and lat of the row are taken"
                              : "find the place with 'bordermap gazetteer find', or give lon and lat");
    return st;
}

bm_status bm_locate(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident, bm_arena *arena,
                    bm_issue_list *issues, bm_place *out)
{
    bool given = !isnan(incident->lon_deg) && !isnan(incident->lat_deg) &&
                 !gz_alias_of_record(locator, incident->inc_id);
    struct gz_memo_entry *entry;
    bm_status st;

    gz_place_clear(out);
    if ((st = find_answer(ctx, locator, incident, given, &entry)) != BM_OK) return st;
    *out = entry->place;
    if (given) out->point = (bm_ll){incident->lon_deg, incident->lat_deg};
    if ((st = copy_out(ctx, arena, out)) != BM_OK) return st;
    return report(ctx, incident, entry, issues);
}

bm_status bm_locator_find(bm_ctx *ctx, bm_locator *locator, bm_str name, const char *country, bm_arena *arena,
                          const bm_candidate **out, size_t *n)
{
    struct gz_hints hints = {.iso3_is_bias = true};
    bm_status st;

    *out = NULL;
    *n = 0;
    memcpy(hints.iso3, locator->country, sizeof hints.iso3);
    if (country && !bm_country_from_text(bm_str_z(country), false, hints.iso3))
        return bm_fail(ctx, BM_EUSAGE, "'%s' is no country", country);
    hints.iso3_is_bias = !country;
    locator->n_hits = 0;
    if ((st = gz_resolve(ctx, locator, name, &hints, GZ_FUZZY)) != BM_OK) return st;
    return gz_candidates_of(ctx, locator, BM_MAX_CANDIDATES, arena, out, n);
}
