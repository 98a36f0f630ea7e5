/* Candidates for a name: same key, same words, same consonants, one consonant off. None is cut by fame. */
#include "gazetteer/locator.h"

#include "base/str.h"

#include <string.h>

#define MAX_HITS      20000u
#define LIKE_SKELETON 0.55
#define LIKE_FUZZY    0.62

bool gz_query_of(bm_str name, struct gz_query *out)
{
    out->text = name;
    out->n_spaced = 0;
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
static bool judge(const struct gz_query *query, bm_str name, enum gz_level stage, enum gz_level *level,
                  double *likeness)
{
    struct gz_keys keys;
    char l0[BM_FOLD_MAX];
    size_t n_l0;

    *likeness = 1;
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
    if (stage < GZ_SKELETON) return false;
    *level = stage;
    bm_phones_of(&keys.words, &keys.phones);
    *likeness = bm_phones_likeness(&query->keys.phones, &keys.phones);
    return *likeness >= (stage == GZ_SKELETON ? LIKE_SKELETON : LIKE_FUZZY);
}

/* Adds a hit, or betters the one of the same place. */
static bm_status add_hit(bm_ctx *ctx, bm_locator *locator, const struct gz_hit *hit, size_t from)
{
    bm_status st;

    for (size_t i = from; i < locator->n_hits; i++) {
        struct gz_hit *old = &locator->hits[i];
        if (old->place != hit->place || old->gazetteer_at != hit->gazetteer_at) continue;
        if (hit->level < old->level || (hit->level == old->level && hit->likeness > old->likeness))
            *old = *hit;
        return BM_OK;
    }
    if (locator->n_hits >= MAX_HITS) return BM_OK;
    if ((st = bm_grow(ctx, (void **)&locator->hits, &locator->cap_hits, locator->n_hits + 1, sizeof *hit)) !=
        BM_OK)
        return st;
    locator->hits[locator->n_hits++] = *hit;
    return BM_OK;
}

static bm_status collect(bm_ctx *ctx, bm_locator *locator, uint64_t hash, enum gz_level stage,
                         const char *iso3)
{
    bm_status st;

    if (hash == 0) return BM_OK;
    for (uint32_t at = 0; at < locator->n_gazetteers; at++) {
        const bm_gazetteer *gazetteer = locator->gazetteers[at];
        uint32_t n;
        const struct gz_posting *postings = gz_postings(gazetteer, hash, &n);
        size_t from = n > 64 ? SIZE_MAX : 0; /* a long list has each place once; ranking drops the rest */
        for (uint32_t i = 0; i < n; i++) {
            struct gz_hit hit = {.gazetteer = gazetteer, .gazetteer_at = at, .name = postings[i].name};
            if (hit.name >= gazetteer->n_names) continue;
            hit.place = gazetteer->names[hit.name].place;
            if (hit.place >= gazetteer->n_places ||
                (iso3[0] && strncmp(gazetteer->places[hit.place].iso3, iso3, 4) != 0) ||
                !judge(&locator->query, gz_text(gazetteer, gazetteer->names[hit.name].text), stage,
                       &hit.level, &hit.likeness))
                continue;
            if ((st = add_hit(ctx, locator, &hit, from)) != BM_OK) return st;
        }
    }
    return BM_OK;
}

/* Skeletons one consonant away: one left out, one put in, one replaced. */
static bm_status collect_near_skeletons(bm_ctx *ctx, bm_locator *locator, const char *iso3)
{
    const char *skeleton = locator->query.keys.skeleton;
    size_t n = locator->query.keys.n_skeleton;
    char other[BM_PHONES_MAX + 1];
    bm_status st;

    if (n < 3 || n > 20) return BM_OK;
    for (size_t at = 0; at <= n; at++) {
        for (const char *letter = BM_SKELETON_LETTERS; *letter; letter++) {
            memcpy(other, skeleton, at);
            other[at] = *letter;
            memcpy(other + at + 1, skeleton + at, n - at);
            if ((st = collect(ctx, locator, gz_skeleton_hash(other, n + 1), GZ_FUZZY, iso3)) != BM_OK)
                return st;
            if (at == n) continue;
            memcpy(other + at + 1, skeleton + at + 1, n - at - 1);
            if ((st = collect(ctx, locator, gz_skeleton_hash(other, n), GZ_FUZZY, iso3)) != BM_OK) return st;
        }
        if (at == n) continue;
        memcpy(other, skeleton, at);
        memcpy(other + at, skeleton + at + 1, n - at - 1);
        if ((st = collect(ctx, locator, gz_skeleton_hash(other, n - 1), GZ_FUZZY, iso3)) != BM_OK) return st;
    }
    return BM_OK;
}

bm_status gz_search(bm_ctx *ctx, bm_locator *locator, bm_str name, enum gz_level deepest, const char *iso3)
{
    const struct gz_keys *keys = &locator->query.keys;
    bm_status st;

    if (deepest <= GZ_TOKENS) {
        locator->n_hits = 0;
        if (!gz_query_of(name, &locator->query)) {
            locator->query.keys.hash_skeleton = 0;
            locator->query.keys.n_skeleton = 0;
            return BM_OK;
        }
        if ((st = collect(ctx, locator, keys->hash_l1, GZ_GENERIC, "")) != BM_OK) return st;
        if (keys->hash_l2 != keys->hash_l1 &&
            (st = collect(ctx, locator, keys->hash_l2, GZ_GENERIC, "")) != BM_OK)
            return st;
        return collect(ctx, locator, keys->hash_set, GZ_TOKENS, "");
    }
    if (deepest == GZ_SKELETON) return collect(ctx, locator, keys->hash_skeleton, GZ_SKELETON, "");
    return collect_near_skeletons(ctx, locator, iso3);
}
