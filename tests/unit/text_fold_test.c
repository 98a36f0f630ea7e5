/* Folding: pairs of names in tests/data/gazetteer/fold_pairs.csv that must meet at a level, or must not. */
#include "gazetteer_help.h"

#include "text/fold.h"
#include "text/generic.h"
#include "text/skeleton.h"

struct keys {
    char l0[BM_FOLD_MAX + 1], l1[BM_FOLD_MAX + 1], l2[BM_FOLD_MAX + 1], set[BM_FOLD_MAX + 1];
    char l3[BM_PHONES_MAX + 1];
    unsigned votes;
};

static void keys_of(const char *name, struct keys *out)
{
    bm_tokens tokens;
    bm_phones phones;
    bool parts;

    out->l0[bm_fold_l0(bm_str_z(name), out->l0)] = 0;
    bm_tokenize(bm_str_z(name), &tokens);
    bm_tokens_drop_particles(&tokens);
    out->l1[bm_tokens_key(&tokens, out->l1)] = 0;
    out->votes = bm_tokens_drop_generic(&tokens, &parts);
    out->l2[bm_tokens_key(&tokens, out->l2)] = 0;
    out->set[bm_tokens_set_key(&tokens, out->set)] = 0;
    bm_phones_of(&tokens, &phones);
    out->l3[bm_skeleton(&phones, out->l3)] = 0;
}

static const char *level_key(const struct keys *keys, const char *level)
{
    if (strcmp(level, "l0") == 0) return keys->l0;
    if (strcmp(level, "l1") == 0) return keys->l1;
    if (strcmp(level, "l2") == 0) return keys->l2;
    return strcmp(level, "set") == 0 ? keys->set : keys->l3;
}

static void test_pairs(void **state)
{
    char path[512], line[1024], *field[4];
    FILE *file = fopen(help_file("fold_pairs.csv", path), "r");
    struct keys a, b;
    int n = 0, wrong = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        help_cut(line, ',', field, 4);
        keys_of(field[0], &a);
        keys_of(field[1], &b);
        bool meet = strcmp(level_key(&a, field[2]), level_key(&b, field[2])) == 0;
        if (meet != (field[3][0] == '1')) {
            print_message("%s / %s at %s: '%s' / '%s'\n", field[0], field[1], field[2],
                          level_key(&a, field[2]), level_key(&b, field[2]));
            wrong++;
        }
        n++;
    }
    fclose(file);
    assert_int_equal(wrong, 0);
    assert_true(n > 50);
}

static void test_votes(void **state)
{
    struct keys keys;

    (void)state;
    keys_of("Fars Province", &keys);
    assert_int_equal(keys.votes, BM_VOTE_ADM1);
    keys_of("ضلع سوات", &keys);
    assert_int_equal(keys.votes, BM_VOTE_ADM2);
    keys_of("Quetta town", &keys);
    assert_int_equal(keys.votes, BM_VOTE_TOWN);
    keys_of("Bandar Abbas", &keys);
    assert_int_equal(keys.votes, 0);
    keys_of("District", &keys); /* nothing else: it stays */
    assert_string_equal(keys.l2, "district");
}

static void test_hostile(void **state)
{
    char out[BM_FOLD_MAX], text[4096];
    bm_tokens tokens;

    (void)state;
    for (int c = 1; c < 256; c++) {
        memset(text, c, sizeof text);
        assert_true(bm_fold_l0(bm_str_of(text, sizeof text), out) < BM_FOLD_MAX);
        assert_true(bm_fold_l1(bm_str_of(text, sizeof text), out) < BM_FOLD_MAX);
        bm_tokenize(bm_str_of(text, sizeof text), &tokens);
    }
    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "\xef\xb7\xba", 3); /* one letter, 33 bytes at L0 */
    assert_true(bm_fold_l0(bm_str_of(text, sizeof text), out) < BM_FOLD_MAX);
    assert_true(bm_fold_l1(bm_str_of(text, sizeof text), out) < BM_FOLD_MAX);
    assert_int_equal(bm_fold_l1((bm_str){0}, out), 0);
}

static void test_likeness(void **state)
{
    static const struct {
        const char *a, *b;
        double low, high;
    } cases[] = {
        {"quetta", "kwetta", 0.85, 1},     {"mashhad", "meshed", 0.75, 1}, {"peshawar", "پشاور", 0.85, 1},
        {"zahedan", "زاهدان", 0.9, 1},     {"quetta", "lahore", 0, 0.4},   {"kabul", "kabul", 1, 1},
        {"islamabad", "islambad", 0.9, 1}, {"herat", "heart", 0.7, 1},     {"karachi", "karaj", 0.3, 0.8}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_tokens tokens;
        bm_phones a, b;
        bm_tokenize(bm_str_z(cases[i].a), &tokens);
        bm_phones_of(&tokens, &a);
        bm_tokenize(bm_str_z(cases[i].b), &tokens);
        bm_phones_of(&tokens, &b);
        double likeness = bm_phones_likeness(&a, &b);
        if (likeness < cases[i].low || likeness > cases[i].high)
            print_message("%s / %s: %f\n", cases[i].a, cases[i].b, likeness);
        assert_true(likeness >= cases[i].low && likeness <= cases[i].high);
        assert_true(fabs(likeness - bm_phones_likeness(&b, &a)) < 1e-12);
    }
}

/* The table is searched by halves: words from its ends and its middle, in each script. */
static void test_generic_words(void **state)
{
    static const struct {
        const char *word;
        unsigned votes;
    } words[] = {{"agency", BM_VOTE_ADM2},
                 {"airport", BM_VOTE_SITE},
                 {"deh", BM_VOTE_TOWN},
                 {"lake", BM_VOTE_WATER},
                 {"province", BM_VOTE_ADM1},
                 {"tehsil", BM_VOTE_ADM3},
                 {"zone", BM_VOTE_AREA},
                 {"استان", BM_VOTE_ADM1},
                 {"دره", BM_VOTE_VALLEY},
                 {"کوه", BM_VOTE_MOUNTAIN},
                 {"گوته", BM_VOTE_TOWN},
                 {"quetta", 0},
                 {"a", 0},
                 {"zzz", 0},
                 {"یزد", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(bm_generic_vote(bm_str_z(words[i].word)), words[i].votes);
}

/* One letter left out, put in, replaced or swapped; shares of the longer name by counting. */
static void test_typo(void **state)
{
    static const struct {
        const char *a, *b;
        double likeness;
    } cases[] = {{"karukh", "karuks", 5 / 6.0},
                 {"ardabil", "adrabil", 6 / 7.0},
                 {"ardabil", "ardabill", 7 / 8.0},
                 {"shikarpur", "shikarur", 8 / 9.0},
                 {"کابل", "کابب", 3 / 4.0},
                 {"quetta", "qutte", 0},
                 {"ab", "ba", 1 / 2.0},
                 {"", "", 0},
                 {"x", "", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_str a = bm_str_z(cases[i].a), b = bm_str_z(cases[i].b);
        assert_true(fabs(bm_typo_likeness(a, b) - cases[i].likeness) < 1e-12);
        assert_true(fabs(bm_typo_likeness(b, a) - cases[i].likeness) < 1e-12);
    }
}

static bool has_reading(const char *asked, const char *meant)
{
    char text[BM_READINGS_MAX][BM_PHONES_MAX], wanted[BM_PHONES_MAX];
    size_t len[BM_READINGS_MAX], n, n_wanted;
    bm_tokens tokens;
    bm_phones phones;

    bm_tokenize(bm_str_z(meant), &tokens);
    bm_phones_of(&tokens, &phones);
    n_wanted = bm_skeleton(&phones, wanted);
    bm_tokenize(bm_str_z(asked), &tokens);
    bm_phones_of(&tokens, &phones);
    n = bm_skeleton_readings(&phones, text, len);
    assert_true(n <= BM_READINGS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (len[i] == n_wanted && memcmp(text[i], wanted, n_wanted) == 0) return true;
    }
    return false;
}

/* The same towns in Turkish, Azerbaijani, German, Catalan, Russian and Arabic writing. */
static void test_readings(void **state)
{
    (void)state;
    assert_true(has_reading("Cehrom", "Jahrom"));
    assert_true(has_reading("Çilgird", "Chelgerd"));
    assert_true(has_reading("Chomarlu", "Khomarlu"));
    assert_true(has_reading("Eslamxahr", "Eslamshahr"));
    assert_true(has_reading("Khindukarez", "Hindu Karez"));
    assert_true(has_reading("تشابهار", "Chabahar"));
    assert_true(has_reading("جيلان", "Gilan"));
    assert_false(has_reading("Quetta", "Karachi"));
    assert_false(has_reading("Kabul", "Herat"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pairs),        cmocka_unit_test(test_votes),
                                       cmocka_unit_test(test_hostile),      cmocka_unit_test(test_likeness),
                                       cmocka_unit_test(test_typo),         cmocka_unit_test(test_readings),
                                       cmocka_unit_test(test_generic_words)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
