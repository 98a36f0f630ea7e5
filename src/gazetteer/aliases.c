/* The analyst's own decisions: the columns of unresolved.csv, filled in. */
#include "gazetteer/locator.h"

#include "adapt/csv.h"
#include "base/num.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

enum alias_field {
    A_PLACE,
    A_ADMIN1,
    A_ADMIN2,
    A_COUNTRY,
    A_GAZ_ID,
    A_LON,
    A_LAT,
    A_ACTION,
    A_INC_ID,
    A_RAD_KM,
    A_COUNT
};
static const char *const alias_names[A_COUNT] = {"place", "admin1", "admin2", "country", "gaz_id",
                                                 "lon",   "lat",    "action", "inc_id",  "rad_km"};

/* What keys begin with that are no names; no folded name begins like this. */
#define RECORD "\x01" /* an inc_id follows */
#define CORE   "\x02" /* a name at L2 follows, without tehsil, valley, area, town */

struct entry {
    struct gz_alias alias;
    uint64_t admin1, admin2; /* hashes of the names at L2; 0: any */
    char iso3[4];            /* "": any */
    size_t next;             /* of the same place name; SIZE_MAX at the end */
    size_t last;             /* in the first of a name: the last */
};
struct bm_aliases {
    bm_ctx *ctx;
    bm_arena *arena;
    bm_map by_place; /* name at L1, or RECORD and an inc_id -> first entry */
    struct entry *entries;
    size_t n, cap;
};

struct alias_reader {
    bm_aliases *aliases;
    bm_issue_list *issues;
    const char *path;
    const char *src; /* its file name, in the arena */
    int at[A_COUNT];
    bool has_header;
    uint64_t n_rows;
};

static bm_status read_header(bm_ctx *ctx, struct alias_reader *reader, const bm_csv_record *record)
{
    for (int field = 0; field < A_COUNT; field++) {
        reader->at[field] = -1;
        for (size_t i = 0; i < record->n; i++) {
            if (bm_str_ieq(bm_str_trim(record->fields[i]), bm_str_z(alias_names[field])))
                reader->at[field] = (int)i;
        }
    }
    if (reader->at[A_PLACE] < 0)
        return bm_fail(ctx, BM_EFORMAT,
                       "'%s' has no column 'place' (an alias file has the columns of unresolved.csv)",
                       reader->path);
    reader->has_header = true;
    return BM_OK;
}

static bm_str value_of(const struct alias_reader *reader, const bm_csv_record *record, enum alias_field field)
{
    int at = reader->at[field];
    bm_str value = {0};

    if (at >= 0 && (size_t)at < record->n) value = bm_str_trim(record->fields[at]);

    /* tables meant for spreadsheets have a ' before what would be read as a formula */
    if (value.len > 1 && value.p[0] == '\'' && strchr("=+-@", value.p[1]))
        value = bm_str_of(value.p + 1, value.len - 1);
    return value;
}

static uint64_t hash_of(bm_str name)
{
    struct gz_keys keys;

    return name.len && gz_keys_of(name, &keys) ? keys.hash_l2 : 0;
}

static bm_status complain(bm_ctx *ctx, struct alias_reader *reader, const bm_csv_record *record,
                          enum alias_field field, const char *expected)
{
    if (!reader->issues) return BM_OK;
    return bm_issue_add(ctx, reader->issues, BM_WARNING, bm_base_name(reader->path), reader->n_rows,
                        record->line, bm_str_z(alias_names[field]), value_of(reader, record, field),
                        "%s; the alias is left out", expected);
}

/* What a name, or a record's id if there is one, is kept under; absent if the id is too long. */
static bm_str key_of(bm_str place, bm_str inc_id, char key[BM_FOLD_MAX])
{
    bm_tokens tokens;

    if (inc_id.len) {
        if (inc_id.len + 1 > BM_FOLD_MAX) return (bm_str){0};
        key[0] = RECORD[0];
        memcpy(key + 1, inc_id.p, inc_id.len);
        return bm_str_of(key, inc_id.len + 1);
    }
    bm_tokenize(place, &tokens);
    return bm_str_of(key, bm_tokens_key(&tokens, key));
}

/* The key of a name without town, tehsil, valley or area; absent if other words would have to go too. */
static bm_str core_of(bm_str place, char key[BM_FOLD_MAX])
{
    struct gz_keys keys;

    if (!gz_keys_of(place, &keys) || keys.parts_dropped ||
        (keys.votes & ~(unsigned)(BM_VOTE_TOWN | BM_VOTE_ADM3 | BM_VOTE_VALLEY | BM_VOTE_AREA)) ||
        keys.n_l2 == 0 || keys.n_l2 + 1 > BM_FOLD_MAX)
        return (bm_str){0};
    key[0] = CORE[0];
    memcpy(key + 1, keys.l2, keys.n_l2);
    return bm_str_of(key, keys.n_l2 + 1);
}

static bm_status add_entry(bm_ctx *ctx, bm_aliases *aliases, bm_str wanted, const struct entry *entry)
{
    uint64_t *first;
    bool added, ok = true;
    bm_str kept;
    bm_status st;

    kept = bm_arena_copy(aliases->arena, wanted, &ok);
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    if ((st = bm_grow(ctx, (void **)&aliases->entries, &aliases->cap, aliases->n + 1, sizeof *entry)) !=
            BM_OK ||
        (st = bm_map_add(&aliases->by_place, kept, &first, &added)) != BM_OK)
        return st;
    aliases->entries[aliases->n] = *entry;
    if (added)
        *first = aliases->n;
    else
        aliases->entries[aliases->entries[*first].last].next = aliases->n;
    aliases->entries[*first].last = aliases->n++;
    return BM_OK;
}

static bool is_degrees(bm_str text, double limit, double *out)
{
    return bm_parse_double(text, out) && fabs(*out) <= limit;
}

static bool action_of(bm_str text, enum gz_alias_action *out)
{
    static const struct {
        const char *text;
        enum gz_alias_action action;
    } actions[] = {{"use", GZ_ALIAS_USE}, {"add", GZ_ALIAS_ADD}, {"block", GZ_ALIAS_BLOCK}};

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        *out = actions[i].action;
        if (bm_str_ieq(text, bm_str_z(actions[i].text))) return true;
    }
    return false;
}

static bm_status read_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct alias_reader *reader = user;
    struct entry entry = {.next = SIZE_MAX};
    bm_str place, action, lon, lat, country, inc_id, core, rad_km;
    char key[BM_FOLD_MAX];
    bm_status st;
    bool ok = true;

    if (!reader->has_header) return read_header(ctx, reader, record);
    reader->n_rows++;
    if (record->unclosed) return complain(ctx, reader, record, A_PLACE, "quotes that are closed");
    place = value_of(reader, record, A_PLACE);
    action = value_of(reader, record, A_ACTION);
    lon = value_of(reader, record, A_LON);
    lat = value_of(reader, record, A_LAT);
    country = value_of(reader, record, A_COUNTRY);
    inc_id = value_of(reader, record, A_INC_ID);
    entry.alias.gaz_id = bm_arena_copy(reader->aliases->arena, value_of(reader, record, A_GAZ_ID), &ok);
    entry.alias.name = bm_arena_copy(reader->aliases->arena, place, &ok);
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    if (!action.len) { /* not filled in, or not to the end */
        bool begun = entry.alias.gaz_id.len || lon.len || lat.len;
        return begun ? complain(ctx, reader, record, A_ACTION, "use, add or block") : BM_OK;
    }
    if (!place.len && !inc_id.len) return complain(ctx, reader, record, A_PLACE, "a place name");
    if (!action_of(action, &entry.alias.action))
        return complain(ctx, reader, record, A_ACTION, "use, add or block");
    if (lon.len || lat.len) {
        if (!is_degrees(lon, 180, &entry.alias.point.lon_deg))
            return complain(ctx, reader, record, A_LON, "a longitude");
        if (!is_degrees(lat, 90, &entry.alias.point.lat_deg))
            return complain(ctx, reader, record, A_LAT, "a latitude");
        entry.alias.has_point = true;
    }
    if (entry.alias.action == GZ_ALIAS_USE && !entry.alias.has_point && !entry.alias.gaz_id.len)
        return complain(ctx, reader, record, A_GAZ_ID, "a gaz_id, or lon and lat");
    if (entry.alias.action == GZ_ALIAS_ADD && !entry.alias.has_point)
        return complain(ctx, reader, record, A_LON, "lon and lat of the place to add");
    rad_km = value_of(reader, record, A_RAD_KM);
    if (rad_km.len && !(bm_parse_double(rad_km, &entry.alias.rad_km) && entry.alias.rad_km > 0))
        return complain(ctx, reader, record, A_RAD_KM, "a number of kilometres");
    entry.alias.src = reader->src;
    entry.alias.src_row = reader->n_rows;
    entry.alias.line = record->line;
    if (inc_id.len) return add_entry(ctx, reader->aliases, key_of(place, inc_id, key), &entry);
    if (country.len && !bm_country_from_text(country, false, entry.iso3))
        return complain(ctx, reader, record, A_COUNTRY, "a country");
    entry.admin1 = hash_of(value_of(reader, record, A_ADMIN1));
    entry.admin2 = hash_of(value_of(reader, record, A_ADMIN2));
    st = add_entry(ctx, reader->aliases, key_of(place, inc_id, key), &entry);
    if (st != BM_OK || entry.alias.action != GZ_ALIAS_ADD) return st;
    core = core_of(place, key); /* a place of one's own is also meant by "X tehsil", "X area" */
    return core.len ? add_entry(ctx, reader->aliases, core, &entry) : BM_OK;
}

bm_status bm_aliases_load(bm_ctx *ctx, const char *path, bm_issue_list *issues, bm_aliases **out)
{
    bm_aliases *aliases = NULL;
    bm_ctx *own = NULL;
    bm_status st;

    *out = NULL;
    if ((st = bm_ctx_fork(ctx, &own)) != BM_OK) return st;
    if ((st = bm_calloc(own, 1, sizeof *aliases, (void **)&aliases)) != BM_OK) {
        bm_ctx_destroy(own);
        return bm_fail(ctx, st, "out of memory");
    }
    aliases->ctx = own;
    bm_map_init(&aliases->by_place, own);
    struct alias_reader reader = {.aliases = aliases, .issues = issues, .path = path};
    if ((st = bm_arena_create(ctx, &aliases->arena)) != BM_OK) goto done;
    reader.src = bm_arena_copy(aliases->arena, bm_str_z(bm_base_name(path)), NULL).p;
    if (!reader.src) st = bm_fail(ctx, BM_ENOMEM, "out of memory");
    if (st != BM_OK || (st = bm_csv_each(ctx, path, NULL, read_row, &reader)) != BM_OK) goto done;
    if (!reader.has_header) st = bm_fail(ctx, BM_EFORMAT, "'%s' is empty", path);
    if (st != BM_OK) goto done;
    *out = aliases;
    aliases = NULL;
done:
    bm_aliases_destroy(aliases);
    return st;
}

void bm_aliases_destroy(bm_aliases *aliases)
{
    if (!aliases) return;
    bm_ctx *ctx = aliases->ctx;
    bm_map_free(&aliases->by_place);
    bm_free(ctx, aliases->entries);
    bm_arena_destroy(aliases->arena);
    bm_free(ctx, aliases);
    bm_ctx_destroy(ctx);
}

/* How many of an entry's cells the row fulfils; -1 if one contradicts it. */
static int fit(const struct entry *entry, uint64_t admin1, uint64_t admin2, const char *iso3)
{
    if (entry->iso3[0] && strncmp(entry->iso3, iso3, 4) != 0) return -1;
    if ((entry->admin1 && entry->admin1 != admin1) || (entry->admin2 && entry->admin2 != admin2)) return -1;
    return (entry->iso3[0] != 0) + (entry->admin1 != 0) + (entry->admin2 != 0);
}

/* The entry under a key that the row's cells fit best; the first file that has one wins. */
static const struct gz_alias *find_under(const bm_locator *locator, bm_str key, uint64_t admin1,
                                         uint64_t admin2, const char *iso3)
{
    for (size_t i = 0; key.len && i < locator->n_aliases; i++) {
        const bm_aliases *aliases = locator->aliases[i];
        uint64_t *first = bm_map_find(&aliases->by_place, key);
        const struct entry *best = NULL;
        int best_fit = -1;
        for (size_t at = first ? (size_t)*first : SIZE_MAX; at != SIZE_MAX; at = aliases->entries[at].next) {
            int fits = fit(&aliases->entries[at], admin1, admin2, iso3);
            if (fits <= best_fit) continue;
            best = &aliases->entries[at];
            best_fit = fits;
        }
        if (best) return &best->alias;
    }
    return NULL;
}

const struct gz_alias *gz_alias_find(const bm_locator *locator, bm_str place, bm_str admin1, bm_str admin2,
                                     const char *iso3)
{
    const struct gz_alias *alias;
    char key[BM_FOLD_MAX];
    uint64_t hash1, hash2;

    if (locator->n_aliases == 0 || !place.len) return NULL;
    hash1 = hash_of(admin1);
    hash2 = hash_of(admin2);
    alias = find_under(locator, key_of(place, (bm_str){0}, key), hash1, hash2, iso3);
    return alias ? alias : find_under(locator, core_of(place, key), hash1, hash2, iso3);
}

const struct gz_alias *gz_alias_of_record(const bm_locator *locator, bm_str inc_id)
{
    char key[BM_FOLD_MAX];

    if (locator->n_aliases == 0 || !inc_id.len) return NULL;
    return find_under(locator, key_of((bm_str){0}, inc_id, key), 0, 0, "");
}

bm_status gz_aliases_ids(bm_ctx *ctx, const bm_aliases *aliases, gz_alias_id_fn visit, void *user)
{
    for (size_t i = 0; i < aliases->n; i++) {
        bm_status st =
            aliases->entries[i].alias.gaz_id.len ? visit(ctx, user, aliases->entries[i].alias.gaz_id) : BM_OK;
        if (st != BM_OK) return st;
    }
    return BM_OK;
}
