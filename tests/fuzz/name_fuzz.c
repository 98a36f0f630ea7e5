/* Names: folding, sounds, keys, phrases, countries. */
#include "fuzz.h"

#include "bordermap/gazetteer.h"
#include "gazetteer/keys.h"
#include "gazetteer/phrase.h"
#include "gazetteer/sea.h"

#include <math.h>

static bool is_within(bm_str part, bm_str text)
{
    return !part.p || (part.p >= text.p && part.p + part.len <= text.p + text.len);
}

static void check_fold(bm_str text)
{
    char out[BM_FOLD_MAX], again[BM_FOLD_MAX];
    bool is_text = text.len <= BM_NAME_MAX && bm_utf8_valid(text); /* longer names are cut at a byte */
    size_t n = bm_fold_l0(text, out);

    FUZZ_CHECK(n <= sizeof out && (!is_text || bm_utf8_valid(bm_str_of(out, n))));
    n = bm_fold_l1(text, out);
    FUZZ_CHECK(n <= sizeof out && (!is_text || bm_utf8_valid(bm_str_of(out, n))));
    if (is_text && n <= BM_NAME_MAX) { /* a folded name is folded */
        size_t m = bm_fold_l1(bm_str_of(out, n), again);
        FUZZ_CHECK(m == n && memcmp(out, again, n) == 0);
    }
    (void)bm_script_of(text);
}

static void check_sounds(const struct gz_keys *a, const struct gz_keys *b)
{
    static bm_phones_wanted wanted; /* 6 KB */
    static char readings[BM_READINGS_MAX][BM_PHONES_MAX];
    size_t len[BM_READINGS_MAX];
    double likeness = bm_phones_likeness(&a->phones, &b->phones);

    FUZZ_CHECK(likeness >= 0 && likeness <= 1);
    FUZZ_CHECK(bm_phones_likeness(&a->phones, &a->phones) == 1 || a->phones.n == 0);
    bm_phones_want(&a->phones, &wanted);
    double again = bm_phones_likeness_to(&wanted, &b->phones, 0.5);
    FUZZ_CHECK(again == likeness || (again == 0 && likeness < 0.5));
    FUZZ_CHECK(bm_skeleton_readings(&a->phones, readings, len) <= BM_READINGS_MAX);
    likeness = bm_typo_likeness(bm_str_of(a->l2, a->n_l2), bm_str_of(b->l2, b->n_l2));
    FUZZ_CHECK(likeness >= 0 && likeness <= 1);
}

static void check_phrase(bm_str text)
{
    bm_str parts[GZ_MAX_PARTS];
    struct gz_phrase phrase;
    size_t n = gz_phrase_parts(text, parts);
    char iso3[4];

    FUZZ_CHECK(n <= GZ_MAX_PARTS);
    for (size_t i = 0; i < n; i++) FUZZ_CHECK(is_within(parts[i], text));
    gz_phrase_of(text, &phrase);
    FUZZ_CHECK(is_within(phrase.a, text) && is_within(phrase.b, text));
    if (phrase.kind == GZ_DISTANCE)
        FUZZ_CHECK(phrase.low_m >= 0 && phrase.low_m <= phrase.high_m && isfinite(phrase.high_m));
    if (phrase.has_direction) FUZZ_CHECK(phrase.az_deg >= 0 && phrase.az_deg < 360);
    (void)gz_phrase_is_offset(text);
    FUZZ_CHECK(is_within(gz_phrase_of_crossing(text), text));
    if (gz_phrase_border_country(text, "PAK", iso3)) FUZZ_CHECK(iso3[0] == 0 || strlen(iso3) == 3);
}

static void check_country(bm_str text)
{
    char iso3[4];
    bm_place place = {0};

    for (int fips = 0; fips < 2; fips++)
        if (bm_country_from_text(text, fips, iso3)) FUZZ_CHECK(strlen(iso3) == 3 && bm_country_name(iso3));
    (void)gz_sea(text, &place);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct gz_keys *keys = malloc(2 * sizeof *keys);
    struct fuzz fuzz;
    bool is[2];

    fuzz_begin(&fuzz);
    bm_str a = fuzz_own(&fuzz, fuzz_part(&in, '\n')), b = fuzz_own(&fuzz, fuzz_rest(&in));
    check_fold(a);
    is[0] = gz_keys_of(a, &keys[0]);
    is[1] = gz_keys_of(b, &keys[1]);
    if (is[0] && is[1]) check_sounds(&keys[0], &keys[1]);
    if (a.p) check_phrase(a);
    if (b.p) check_phrase(b);
    if (a.p) check_country(a);
    free(keys);
    fuzz_end(&fuzz);
    return 0;
}
