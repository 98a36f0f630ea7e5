/* What is asked. Everything that the rules below draw is kept: no pair is taken out by hand, wrong alternate
 * names (a hamlet with its famous namesake's translations) and namesakes in one province included. */
#include "names.h"

#include <ctype.h>
#include <stdlib.h>

#define LETTERS_MAX  64
#define SPELLINGS    64
#define FARTHEST     0.4 /* edits for each letter of the longer name: beyond, it is another name */
#define SEED         20240611u
#define MIN_LETTERS  6
#define MIN_DISTANCE 2

/* splitmix64 */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static bm_status ask(struct measure_world *world, struct measure_questions *out,
                     struct measure_question question)
{
    bm_status st = bm_grow(world->ctx, (void **)&out->q, &out->cap, out->n + 1, sizeof question);

    if (st == BM_OK) out->q[out->n++] = question;
    return st;
}

bool measure_is_town(const struct measure_row *row)
{
    return row->feat_class == 'P' && (row->population > 0 || (row->feat.len >= 4 && row->feat.p[3] == 'A') ||
                                      bm_str_eq(row->feat, BM_LIT("PPLC")));
}

static bool is_letters_only(bm_str text)
{
    return text.len > 0 && bm_script_of(text) == BM_SCRIPT_ARABIC;
}

bm_status measure_cities(struct measure_world *world, bm_str table, struct measure_questions *out)
{
    bm_str line, column[3];
    size_t at = 0;
    bm_status st = BM_OK;

    while (st == BM_OK && measure_line(table, &at, &line)) {
        uint64_t *row;
        if (measure_cut(line, ',', column, 3) < 3 || !is_letters_only(column[2])) continue;
        if (!(row = bm_map_find(&world->by_id, column[0]))) continue;
        st = ask(world, out,
                 (struct measure_question){.asked = column[2],
                                           .other = world->rows[*row].name,
                                           .row = (uint32_t)*row,
                                           .note = column[1]});
    }
    return st;
}

bm_status measure_cited(struct measure_world *world, bm_str table, struct measure_questions *out)
{
    bm_str line, column[4];
    size_t at = 0;
    bm_status st = BM_OK;

    while (st == BM_OK && measure_line(table, &at, &line)) {
        uint64_t *row;
        if (measure_cut(line, ',', column, 4) < 4 || !(row = bm_map_find(&world->by_id, column[0]))) continue;
        st = ask(world, out,
                 (struct measure_question){
                     .asked = column[1], .other = column[2], .row = (uint32_t)*row, .note = column[3]});
    }
    return st;
}

/* The Latin letters of a name, marks off. */
struct letters {
    char p[LETTERS_MAX];
    size_t n;
    bm_str name;
};

static bool letters_of(bm_str name, struct letters *out)
{
    char text[BM_FOLD_MAX];
    size_t n;

    if (name.len == 0 || name.len > BM_NAME_MAX || bm_script_of(name) != BM_SCRIPT_LATIN) return false;
    n = bm_fold_l1(name, text);
    out->name = name;
    out->n = 0;
    for (size_t i = 0; i < n && out->n < LETTERS_MAX; i++) {
        if (text[i] >= 'a' && text[i] <= 'z') out->p[out->n++] = text[i];
    }
    return out->n > 0 && out->n < LETTERS_MAX;
}

/* Levenshtein. */
static size_t distance(const struct letters *a, const struct letters *b)
{
    size_t row[LETTERS_MAX + 1];

    for (size_t j = 0; j <= b->n; j++) row[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        size_t corner = row[0]++;
        for (size_t j = 1; j <= b->n; j++) {
            size_t best = corner + (a->p[i - 1] != b->p[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[b->n];
}

static bool same_letters(const struct letters *a, const struct letters *b)
{
    return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

/* The spellings of a row that differ in their letters: the main name and the plain one first. */
static size_t spellings_of(const struct measure_world *world, const struct measure_row *row,
                           struct letters *out, size_t *n_main)
{
    size_t n = 0;

    for (uint32_t i = 0; i < row->n_names + 2 && n < SPELLINGS; i++) {
        bm_str name = i == 0 ? row->name : i == 1 ? row->ascii : world->names[row->first_name + i - 2].text;
        bool known = false;
        if (i == 2) *n_main = n;
        if (!letters_of(name, &out[n])) continue;
        for (size_t k = 0; k < n && !known; k++) known = same_letters(&out[k], &out[n]);
        n += !known;
    }
    if (row->n_names == 0) *n_main = n;
    return n;
}

/* One pair of the row: the asked side is no main name. False if it has none. */
static bool draw_pair(const struct measure_world *world, uint32_t at, uint64_t *state,
                      struct measure_question *out)
{
    struct letters spelling[SPELLINGS];
    struct {
        bm_str asked, other;
    } pair[SPELLINGS * SPELLINGS];
    size_t n_main = 0, n = spellings_of(world, &world->rows[at], spelling, &n_main), n_pairs = 0;

    for (size_t i = n_main; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            size_t d = distance(&spelling[i], &spelling[k]);
            size_t longer = spelling[i].n > spelling[k].n ? spelling[i].n : spelling[k].n;
            if (d < MIN_DISTANCE || (double)d > FARTHEST * (double)longer) continue;
            pair[n_pairs].asked = spelling[i].name;
            pair[n_pairs++].other = spelling[k].name;
        }
    }
    if (n_pairs == 0) return false;
    size_t chosen = draw(state) % n_pairs;
    *out = (struct measure_question){.asked = pair[chosen].asked, .other = pair[chosen].other, .row = at};
    return true;
}

/* The name of the row's province; absent if no row of the dumps has its code. */
static bm_str province_of(const struct measure_world *world, const struct measure_row *row)
{
    if (row->admin1.len == 0 || bm_str_eq(row->admin1, BM_LIT("00"))) return (bm_str){0};
    for (size_t i = 0; i < world->n_rows; i++) {
        const struct measure_row *province = &world->rows[i];
        if (bm_str_eq(province->feat, BM_LIT("ADM1")) && bm_str_eq(province->iso2, row->iso2) &&
            bm_str_eq(province->admin1, row->admin1))
            return province->name;
    }
    return (bm_str){0};
}

/* Rows in a random order. */
static bm_status shuffled(struct measure_world *world, bool towns, uint64_t *state, uint32_t **out, size_t *n)
{
    bm_status st = bm_calloc(world->ctx, world->n_rows, sizeof **out, (void **)out);

    *n = 0;
    if (st != BM_OK) return st;
    for (size_t i = 0; i < world->n_rows; i++) {
        const struct measure_row *row = &world->rows[i];
        if (towns ? measure_is_town(row) : row->feat_class == 'P') (*out)[(*n)++] = (uint32_t)i;
    }
    for (size_t i = *n; i > 1; i--) {
        size_t k = draw(state) % i;
        uint32_t swap = (*out)[i - 1];
        (*out)[i - 1] = (*out)[k];
        (*out)[k] = swap;
    }
    return BM_OK;
}

/* Already asked: this spelling of this row. */
static bool is_asked(const struct measure_questions *questions, uint32_t row, bm_str asked)
{
    for (size_t i = 0; i < questions->n; i++) {
        if (questions->q[i].row == row && bm_str_eq(questions->q[i].asked, asked)) return true;
    }
    return false;
}

bm_status measure_variants(struct measure_world *world, bool towns, size_t n, struct measure_questions *out)
{
    uint64_t state = SEED;
    uint32_t *rows;
    size_t n_rows;
    bm_status st = shuffled(world, towns, &state, &rows, &n_rows);

    for (int round = 0; round < 20 && st == BM_OK && out->n < n; round++) {
        for (size_t i = 0; i < n_rows && st == BM_OK && out->n < n; i++) {
            struct measure_question question;
            if (!draw_pair(world, rows[i], &state, &question) || is_asked(out, rows[i], question.asked))
                continue;
            question.admin1 = province_of(world, &world->rows[rows[i]]);
            if (question.admin1.p) st = ask(world, out, question);
        }
    }
    bm_free(world->ctx, rows);
    return st;
}

/* One letter put in, left out, replaced, or swapped with the next. out has room for one more. */
static size_t mistake(bm_str name, uint64_t *state, char *out)
{
    size_t at, n = name.len;
    char letter = (char)('a' + draw(state) % 26);

    memcpy(out, name.p, n);
    do {
        at = draw(state) % n;
    } while (!isalpha((unsigned char)name.p[at]));
    switch (draw(state) % 4) {
    case 0: memmove(out + at + 1, out + at, n - at), out[at] = letter; return n + 1;
    case 1: memmove(out + at, out + at + 1, n - at - 1); return n - 1;
    case 2: out[at] = letter; return n;
    default:
        if (at + 1 == n) at--;
        out[at] = name.p[at + 1], out[at + 1] = name.p[at];
        return n;
    }
}

bm_status measure_typos(struct measure_world *world, bool towns, size_t n, struct measure_questions *out)
{
    uint64_t state = SEED + 1;
    uint32_t *rows;
    size_t n_rows;
    bm_status st = shuffled(world, towns, &state, &rows, &n_rows);

    for (size_t i = 0; i < n_rows && st == BM_OK && out->n < n; i++) {
        const struct measure_row *row = &world->rows[rows[i]];
        bm_str province = province_of(world, row);
        struct letters right, wrong;
        char *text;
        if (!province.p || !letters_of(row->ascii, &right) || right.n < MIN_LETTERS) continue;
        if (!(text = bm_arena_alloc(world->arena, row->ascii.len + 2))) continue;
        bm_str typed = bm_str_of(text, mistake(row->ascii, &state, text));
        if (!letters_of(typed, &wrong) || same_letters(&wrong, &right)) continue;
        st = ask(world, out,
                 (struct measure_question){
                     .asked = typed, .other = row->name, .row = rows[i], .admin1 = province});
    }
    bm_free(world->ctx, rows);
    return st;
}

/* Country and folded main name, in the arena. */
static bm_str main_key(const struct measure_world *world, bm_str iso2, bm_str name)
{
    char text[BM_FOLD_MAX + 2];
    bm_tokens words;
    size_t n;

    bm_tokenize(name, &words);
    n = bm_tokens_key(&words, text);
    memcpy(text + n, iso2.p, iso2.len < 2 ? iso2.len : 2);
    return bm_arena_copy(world->arena, bm_str_of(text, n + (iso2.len < 2 ? iso2.len : 2)), NULL);
}

bm_status measure_namesakes(struct measure_world *world, struct measure_questions *questions)
{
    bm_map mains;
    uint64_t *row;
    bool added;
    bm_status st = BM_OK;

    bm_map_init(&mains, world->ctx);
    for (size_t i = 0; i < world->n_rows && st == BM_OK; i++) {
        bm_str key = main_key(world, world->rows[i].iso2, world->rows[i].name);
        st = bm_map_add(&mains, key, &row, &added);
        if (st == BM_OK && added) *row = i;
    }
    for (size_t i = 0; i < questions->n && st == BM_OK; i++) {
        struct measure_question *q = &questions->q[i];
        row = bm_map_find(&mains, main_key(world, world->rows[q->row].iso2, q->asked));
        q->namesake = row && *row != q->row;
    }
    bm_map_free(&mains);
    return st;
}
