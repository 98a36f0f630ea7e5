/* Candidates for a name: same key, same words, same consonants, one consonant off. None is cut by fame. */
#include "gazetteer/locator.h"

#include "base/str.h"

#include <string.h>

#define LIKE_SKELETON 0.55
#define LIKE_FUZZY    0.62
#define LIKE_SPELLED  0.50
#define LIKE_NAMESAKE 0.85
#define MAX_SPELLED   16u  /* namesakes that are followed */
#define TYPO_LETTERS  4    /* shorter names have a neighbour everywhere */
#define AHEAD         4u   /* postings */
#define PROBES        128u /* keys at once */
#define TYPO_MAX      40   /* bytes */

bool gz_query_of(bm_str name, struct gz_query *out)
{
    out->text = name;
    out->n_spaced = 0;
    out->by_letters = false;
    if (!gz_keys_of(name, &out->keys)) return false;
    out->n_l0 = bm_fold_l0(name, out->l0);
    for (uint32_t i = 0; i < out->keys.words.n; i++) {
        bm_str word = out->keys.words.word[i];
        if (i) out->spaced[out->n_spaced++] = ' ';
        memcpy(out->spaced + out->n_spaced, word.p, word.len);
        out->n_spaced += word.len;
    }
    return true;
}

static bool same(const char *a, size_t n_a, const char *b, size_t n_b)
{
    return n_a == n_b && memcmp(a, b, n_a) == 0;
}

/* How the name meets the query; false if only the hash agreed or the sounds are too far. */
static bool judge_letters(const struct gz_query *query, bm_str name, enum gz_level stage,
                          enum gz_level *level, double *likeness)
{
    struct gz_keys keys;
    char l0[BM_FOLD_MAX];
    size_t n_l0;

    *likeness = 1;
    if (bm_str_eq(name, query->text)) {
        *level = GZ_EXACT;
        return true;
    }
    n_l0 = bm_fold_l0(name, l0);
    if (same(l0, n_l0, query->l0, query->n_l0) ||
        (!query->keys.parts_dropped && same(l0, n_l0, query->spaced, query->n_spaced))) {
        *level = GZ_EXACT;
        return true;
    }
    if (!gz_letters_of(name, &keys)) return false;
    if (same(keys.l1, keys.n_l1, query->keys.l1, query->keys.n_l1) ||
        (!query->keys.parts_dropped && same(keys.l1, keys.n_l1, query->keys.l2, query->keys.n_l2))) {
        *level = GZ_FOLDED;
        return true;
    }
    if (same(keys.l2, keys.n_l2, query->keys.l1, query->keys.n_l1) ||
        same(keys.l2, keys.n_l2, query->keys.l2, query->keys.n_l2)) {
        *level = GZ_GENERIC;
        if (keys.parts_dropped || query->keys.parts_dropped) {
            if (!keys.parts_dropped) bm_phones_of(&keys.words, &keys.phones);
            gz_full_sounds_of(name, &keys);
            *likeness = bm_phones_likeness(&query->keys.full, &keys.full);
        }
        return true;
    }
    if (stage == GZ_TOKENS) {
        *level = GZ_TOKENS;
        return gz_set_hash(&keys.words) == query->keys.hash_set;
    }
    return false;
}

/* The same where only the sounds are left to meet: whoever has the letters has been found by them. */
static bool judge_sounds(bm_locator *locator, uint32_t at, uint32_t name, enum gz_level stage,
                         enum gz_level *level, double *likeness)
{
    const struct gz_query *query = &locator->query;
    const bm_gazetteer *gazetteer = locator->gazetteers[at];
    double least = stage == GZ_SKELETON ? LIKE_SKELETON : LIKE_FUZZY;

    *level = stage;
    *likeness = gz_likeness_of(locator, at, gazetteer->names[name].sounds, least);
    if (query->by_letters) {
        struct gz_keys keys;
        double letters;
        (void)gz_letters_of(gz_text(gazetteer, gazetteer->names[name].text), &keys);
        letters =
            bm_typo_likeness(bm_str_of(keys.l1, keys.n_l1), bm_str_of(query->keys.l1, query->keys.n_l1));
        if (letters > *likeness) *likeness = letters;
    }
    return *likeness >= least;
}

static bool judge(bm_locator *locator, uint32_t at, uint32_t name, enum gz_level stage, enum gz_level *level,
                  double *likeness)
{
    const bm_gazetteer *gazetteer = locator->gazetteers[at];

    if (stage >= GZ_SKELETON) return judge_sounds(locator, at, name, stage, level, likeness);
    return judge_letters(&locator->query, gz_text(gazetteer, gazetteer->names[name].text), stage, level,
                         likeness);
}

/* The names that a key leads to, and then their places, are fetched some steps ahead. */
static void fetch_ahead(const bm_gazetteer *gazetteer, const struct gz_posting *postings, uint32_t i,
                        uint32_t n)
{
    if (i + 2 * AHEAD < n && postings[i + 2 * AHEAD].name < gazetteer->n_names)
        __builtin_prefetch(&gazetteer->names[postings[i + 2 * AHEAD].name]);
    if (i + AHEAD < n && postings[i + AHEAD].name < gazetteer->n_names) {
        const struct gz_name *name = &gazetteer->names[postings[i + AHEAD].name];
        if (name->sounds < gazetteer->n_sounds) __builtin_prefetch(gazetteer->sounds + name->sounds);
    }
}

static bm_status collect_from(bm_ctx *ctx, bm_locator *locator, uint32_t at, uint64_t hash,
                              enum gz_level stage, const char *iso3)
{
    const bm_gazetteer *gazetteer = locator->gazetteers[at];
    uint16_t country = 0;
    uint32_t n;
    const struct gz_posting *postings = gz_postings(gazetteer, hash, &n);
    bm_status st = BM_OK;

    if (n > 0 && iso3[0]) country = gz_country_number(gazetteer, iso3);
    for (uint32_t i = 0; i < n && st == BM_OK; i++) {
        struct gz_hit hit = {.gazetteer = gazetteer, .gazetteer_at = at, .name = postings[i].name};
        fetch_ahead(gazetteer, postings, i, n);
        if (hit.name >= gazetteer->n_names || (country && gazetteer->names[hit.name].country != country))
            continue;
        hit.place = gazetteer->names[hit.name].place;
        if (hit.place >= gazetteer->n_places ||
            !judge(locator, at, hit.name, stage, &hit.level, &hit.likeness))
            continue;
        st = gz_hits_add(ctx, locator, &hit);
    }
    return st;
}

static bm_status collect(bm_ctx *ctx, bm_locator *locator, uint64_t hash, enum gz_level stage,
                         const char *iso3)
{
    bm_status st = BM_OK;

    for (uint32_t at = 0; hash != 0 && at < locator->n_gazetteers && st == BM_OK; at++)
        st = collect_from(ctx, locator, at, hash, stage, iso3);
    return st;
}

/* Keys that are tried, most of them nobody's: the memory they lead to is fetched for many at once. */
struct probes {
    bm_locator *locator;
    const char *iso3;
    uint64_t hash[PROBES];
    size_t n;
};

static bm_status try_probes(bm_ctx *ctx, struct probes *probes)
{
    bm_locator *locator = probes->locator;
    bm_status st = BM_OK;

    for (uint32_t at = 0; at < locator->n_gazetteers; at++) {
        const bm_gazetteer *gazetteer = locator->gazetteers[at];
        uint64_t kept[PROBES];
        size_t n = 0;
        for (size_t i = 0; i < probes->n; i++) gz_fetch_sieve(gazetteer, probes->hash[i]);
        for (size_t i = 0; i < probes->n; i++) {
            if (!gz_may_have(gazetteer, probes->hash[i])) continue;
            kept[n++] = probes->hash[i];
            gz_fetch_directory(gazetteer, probes->hash[i]);
        }
        for (size_t i = 0; i < n; i++) gz_fetch_postings(gazetteer, kept[i]);
        for (size_t i = 0; i < n; i++) gz_fetch_names(gazetteer, kept[i]);
        for (size_t i = 0; i < n && st == BM_OK; i++)
            st = collect_from(ctx, locator, at, kept[i], GZ_FUZZY, probes->iso3);
    }
    probes->n = 0;
    return st;
}

static bm_status probe(bm_ctx *ctx, struct probes *probes, uint64_t hash)
{
    if (hash == 0) return BM_OK;
    probes->hash[probes->n++] = hash;
    return probes->n < PROBES ? BM_OK : try_probes(ctx, probes);
}

static bool is_known_town(const struct gz_place *place)
{
    return place->feat_class == 'P' && (place->population > 0 || strncmp(place->feat, "PPLA", 4) == 0 ||
                                        gz_is_feat(place, "PPLC"));
}

/* Towns of the country whose main name is that of the hit, which has what is asked as an alternate name only:
 * they are called so as much as the hit is. */
static bm_status add_namesakes(bm_ctx *ctx, bm_locator *locator, const struct gz_hit *hit)
{
    const bm_gazetteer *gazetteer = hit->gazetteer;
    const struct gz_place *spelled = &gazetteer->places[hit->place];
    struct gz_keys main, other;
    uint32_t n;
    bm_status st = BM_OK;

    if (!gz_keys_of(gz_text(gazetteer, spelled->name), &main) ||
        gz_likeness_to(locator, &main.phones, LIKE_SPELLED) < LIKE_SPELLED)
        return BM_OK;
    const struct gz_posting *postings = gz_postings(gazetteer, main.hash_l1, &n);
    for (uint32_t i = 0; i < n && st == BM_OK; i++) {
        struct gz_hit town = {
            .gazetteer = gazetteer, .gazetteer_at = hit->gazetteer_at, .likeness = hit->likeness};
        town.level = hit->level < GZ_SPELLED ? GZ_SPELLED : hit->level;
        town.name = postings[i].name;
        if (town.name >= gazetteer->n_names || gazetteer->names[town.name].kind > GZ_NAME_ASCII) continue;
        town.place = gazetteer->names[town.name].place;
        if (town.place >= gazetteer->n_places || !is_known_town(&gazetteer->places[town.place]) ||
            strncmp(gazetteer->places[town.place].iso3, spelled->iso3, 4) != 0 ||
            !gz_letters_of(gz_text(gazetteer, gazetteer->names[town.name].text), &other) ||
            !same(main.l1, main.n_l1, other.l1, other.n_l1))
            continue;
        st = gz_hits_add(ctx, locator, &town);
    }
    return st;
}

/* That "Sorche" is a spelling of Sorkheh is known as soon as one place called so has it. */
static bm_status collect_namesakes(bm_ctx *ctx, bm_locator *locator)
{
    size_t n = locator->n_hits, n_asked = 0;
    bm_status st = BM_OK;

    for (size_t i = 0; i < n && n_asked < MAX_SPELLED && st == BM_OK; i++) {
        struct gz_hit hit = locator->hits[i];
        if ((hit.level > GZ_FOLDED && (hit.level != GZ_SKELETON || hit.likeness < LIKE_NAMESAKE)) ||
            hit.gazetteer->names[hit.name].kind <= GZ_NAME_ASCII ||
            is_known_town(&hit.gazetteer->places[hit.place]) ||
            hit.gazetteer->places[hit.place].feat_class != 'P')
            continue;
        n_asked++;
        st = add_namesakes(ctx, locator, &hit);
    }
    return st;
}

/* What the spelling may stand for in another orthography. */
static bm_status collect_readings(bm_ctx *ctx, bm_locator *locator, const char *iso3)
{
    char text[BM_READINGS_MAX][BM_PHONES_MAX];
    size_t len[BM_READINGS_MAX], n = bm_skeleton_readings(&locator->query.keys.phones, text, len);
    bm_status st = BM_OK;

    for (size_t i = 0; i < n && st == BM_OK; i++) {
        if (len[i] >= 2) st = collect(ctx, locator, gz_skeleton_hash(text[i], len[i]), GZ_SKELETON, iso3);
    }
    return st;
}

/* The letters that a mistake puts in. */
static const char *const latin_letters[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
                                            "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};
static const char *const arabic_letters[] = {
    "ا", "ب", "پ", "ت", "ٹ", "ث", "ج", "چ", "ح", "خ", "د", "ڈ", "ذ", "ر", "ڑ", "ز", "ژ", "س", "ش", "ص", "ض",
    "ط", "ظ", "ع", "غ", "ف", "ق", "ک", "گ", "ل", "م", "ن", "ں", "و", "ه", "ی", "ے", "ټ", "ډ", "ړ", "ښ", "ڼ"};

/* Keys one letter away: one left out, two swapped, one replaced, one put in. About 54 probes a letter, and
 * only keys that exist cost more. */
static bm_status collect_typos(bm_ctx *ctx, bm_locator *locator, const char *iso3)
{
    const char *key = locator->query.keys.l1;
    size_t n = locator->query.keys.n_l1;
    bool arabic = bm_script_of(bm_str_of(key, n)) == BM_SCRIPT_ARABIC;
    const char *const *letters = arabic ? arabic_letters : latin_letters;
    size_t n_letters =
        arabic ? sizeof arabic_letters / sizeof *letters : sizeof latin_letters / sizeof *letters;
    char other[TYPO_MAX + 8];
    struct probes probes = {.locator = locator, .iso3 = iso3};
    bm_status st = BM_OK;

    if (n < (arabic ? 2 * TYPO_LETTERS : TYPO_LETTERS) || n > TYPO_MAX) return BM_OK;
    for (size_t at = 0, size = 0, next = 0; at <= n && st == BM_OK; at += size) {
        const char *end = key + n;
        if (at < n) {
            (void)bm_utf8_next(key + at, end, &size);
            memcpy(other, key, at);
            memcpy(other + at, key + at + size, n - at - size);
            st = probe(ctx, &probes, gz_name_hash(other, n - size));
        } else {
            size = 1;
        }
        if (at + size < n && st == BM_OK) {
            (void)bm_utf8_next(key + at + size, end, &next);
            memcpy(other, key, n);
            memcpy(other + at, key + at + size, next);
            memcpy(other + at + next, key + at, size);
            st = probe(ctx, &probes, gz_name_hash(other, n));
        }
        for (size_t i = 0; i < n_letters && st == BM_OK; i++) {
            size_t len = strlen(letters[i]);
            memcpy(other, key, at);
            memcpy(other + at, letters[i], len);
            memcpy(other + at + len, key + at, n - at);
            st = probe(ctx, &probes, gz_name_hash(other, n + len));
            if (at == n || st != BM_OK) continue;
            memcpy(other + at + len, key + at + size, n - at - size);
            st = probe(ctx, &probes, gz_name_hash(other, n + len - size));
        }
    }
    return st == BM_OK ? try_probes(ctx, &probes) : st;
}

/* Skeletons one consonant away: one left out, one put in, one replaced. */
static bm_status collect_near_skeletons(bm_ctx *ctx, bm_locator *locator, const char *iso3)
{
    const char *skeleton = locator->query.keys.skeleton;
    size_t n = locator->query.keys.n_skeleton;
    char other[BM_PHONES_MAX + 1];
    struct probes probes = {.locator = locator, .iso3 = iso3};
    bm_status st;

    if (n < 3 || n > 20) return BM_OK;
    for (size_t at = 0; at <= n; at++) {
        for (const char *letter = BM_SKELETON_LETTERS; *letter; letter++) {
            memcpy(other, skeleton, at);
            other[at] = *letter;
            memcpy(other + at + 1, skeleton + at, n - at);
            if ((st = probe(ctx, &probes, gz_skeleton_hash(other, n + 1))) != BM_OK) return st;
            if (at == n) continue;
            memcpy(other + at + 1, skeleton + at + 1, n - at - 1);
            if ((st = probe(ctx, &probes, gz_skeleton_hash(other, n))) != BM_OK) return st;
        }
        if (at == n) continue;
        memcpy(other, skeleton, at);
        memcpy(other + at, skeleton + at + 1, n - at - 1);
        if ((st = probe(ctx, &probes, gz_skeleton_hash(other, n - 1))) != BM_OK) return st;
    }
    return try_probes(ctx, &probes);
}

bm_status gz_search(bm_ctx *ctx, bm_locator *locator, bm_str name, enum gz_level deepest, const char *iso3)
{
    const struct gz_keys *keys = &locator->query.keys;
    bm_status st;

    if (deepest <= GZ_TOKENS) locator->n_hits = 0;
    if ((st = gz_hits_begin(ctx, locator)) != BM_OK) return st;
    if (deepest <= GZ_TOKENS) {
        gz_likeness_begin(locator);
        if (!gz_query_of(name, &locator->query)) {
            locator->query.keys = (struct gz_keys){0};
            return BM_OK;
        }
        if ((st = collect(ctx, locator, keys->hash_l1, GZ_GENERIC, "")) != BM_OK) return st;
        if (keys->hash_l2 != keys->hash_l1 &&
            (st = collect(ctx, locator, keys->hash_l2, GZ_GENERIC, "")) != BM_OK)
            return st;
        if ((st = collect(ctx, locator, keys->hash_set, GZ_TOKENS, "")) != BM_OK) return st;
        return collect_namesakes(ctx, locator);
    }
    if (deepest == GZ_SKELETON) {
        if ((st = collect(ctx, locator, keys->hash_skeleton, GZ_SKELETON, "")) != BM_OK) return st;
        if ((st = collect_readings(ctx, locator, iso3)) != BM_OK) return st;
        return collect_namesakes(ctx, locator);
    }
    locator->query.by_letters = true;
    st = collect_typos(ctx, locator, iso3);
    locator->query.by_letters = false;
    if (st != BM_OK) return st;
    return collect_near_skeletons(ctx, locator, iso3);
}
