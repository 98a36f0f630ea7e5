/* Writes the folding tables as C: fold_gen > fold_table.inc. Run by the build.
 *
 * For each code point two replacements: L0 (NFKC and case folding, from utf8proc) and L1 (the same with marks
 * off and the folds below). Entry 0 means "stays as it is". Code points go through pages of 256 that are
 * shared when equal. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define N_CODES  0x110000u
#define MAX_TEXT 31

struct fold {
    uint32_t from;
    const char *to;
};

/* Letters that Unicode keeps apart and writers do not; applied after case folding and removal of marks. */
static const struct fold own_folds[] = {
    /* yeh: Arabic, alef maksura, Pashto e and ei, Urdu bari ye; kaf; heh and teh marbuta; Pashto gaf; nun
       ghunna */
    {0x064a, "ی"},
    {0x0649, "ی"},
    {0x06d0, "ی"},
    {0x06cd, "ی"},
    {0x06d2, "ی"},
    {0x06ce, "ی"},
    {0x0620, "ی"},
    {0x0643, "ک"},
    {0x06aa, "ک"},
    {0x0629, "ه"},
    {0x06c1, "ه"},
    {0x06be, "ه"},
    {0x06d5, "ه"},
    {0x06c3, "ه"},
    {0x0671, "ا"},
    {0x06ab, "گ"},
    {0x06ba, "ن"},
    {0x0621, ""},
    /* Latin letters with strokes and ligatures */
    {0x00e6, "ae"},
    {0x00f0, "d"},
    {0x00f8, "o"},
    {0x00fe, "th"},
    {0x0111, "d"},
    {0x0127, "h"},
    {0x0131, "i"},
    {0x0142, "l"},
    {0x014b, "n"},
    {0x0153, "oe"},
    {0x0167, "t"},
    {0x0180, "b"},
    {0x0199, "k"},
    {0x01b6, "z"},
    {0x0259, "a"},
    {0x0268, "i"},
    {0x0289, "u"},
    {0x0253, "b"},
    {0x0257, "d"},
    {0x0260, "g"},
    {0x0272, "n"},
    /* apostrophes, ayn and hamza signs, modifier letters */
    {0x27, ""},
    {0x60, ""},
    {0xb4, ""},
    {0x2bb, ""},
    {0x2bc, ""},
    {0x2bd, ""},
    {0x2be, ""},
    {0x2bf, ""},
    {0x2b9, ""},
    {0x2ba, ""},
    {0x2c8, ""},
    {0x2018, ""},
    {0x2019, ""},
    {0x201b, ""},
    {0x2032, ""},
    {0x2c1, ""},
    {0x2c0, ""},
    {0x2b0, "h"},
    {0x2b7, "w"},
    {0x1d49, "e"},
    {0x22, ""},
    {0x201c, ""},
    {0x201d, ""},
    {0xa78c, ""},
    /* tatweel, joiners, direction controls, soft hyphen, byte-order mark */
    {0x0640, ""},
    {0x200b, ""},
    {0x200c, ""},
    {0x200d, ""},
    {0x200e, ""},
    {0x200f, ""},
    {0x202a, ""},
    {0x202b, ""},
    {0x202c, ""},
    {0x202d, ""},
    {0x202e, ""},
    {0x2060, ""},
    {0x2066, ""},
    {0x2067, ""},
    {0x2068, ""},
    {0x2069, ""},
    {0xad, ""},
    {0xfeff, ""},
    {0x061c, ""},
};

static uint16_t table[2][N_CODES];
static uint32_t entries[65536];
static size_t n_entries = 1;
static char pool[1 << 20];
static size_t n_pool;

static bool is_mark(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0x300, 0x36f},   {0x483, 0x487},   {0x591, 0x5c7},   {0x610, 0x61a},   {0x64b, 0x65f},
        {0x670, 0x670},   {0x6d6, 0x6dc},   {0x6df, 0x6e4},   {0x6e7, 0x6e8},   {0x6ea, 0x6ed},
        {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1]) return true;
    }
    return false;
}

static uint32_t digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xe50};

    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        if (c >= zeros[i] && c <= zeros[i] + 9) return '0' + c - zeros[i];
    }
    return c;
}

static bool is_gap(uint32_t c)
{
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)c);

    return (kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_ZP) || kind == UTF8PROC_CATEGORY_CC;
}

static size_t put(uint32_t c, char *out)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

/* One code point of a decomposed text at L1. */
static size_t put_l1(uint32_t c, char *out)
{
    if (is_mark(c)) return 0;
    for (size_t i = 0; i < sizeof own_folds / sizeof *own_folds; i++) {
        if (own_folds[i].from == c) {
            memcpy(out, own_folds[i].to, strlen(own_folds[i].to));
            return strlen(own_folds[i].to);
        }
    }
    if (is_gap(c)) {
        *out = ' ';
        return 1;
    }
    return put(digit_of(c), out);
}

static uint16_t entry_of(const char *text, size_t len)
{
    for (size_t i = 1; i < n_entries; i++) {
        if ((entries[i] & 31) == len && memcmp(pool + (entries[i] >> 5), text, len) == 0) return (uint16_t)i;
    }
    if (n_entries == 65536 || n_pool + len > sizeof pool) abort();
    memcpy(pool + n_pool, text, len);
    entries[n_entries] = (uint32_t)(n_pool << 5 | len);
    n_pool += len;
    return (uint16_t)n_entries++;
}

/* The replacement of c at a level, or 0. */
static uint16_t replacement(uint32_t c, int level)
{
    utf8proc_int32_t codes[64];
    utf8proc_option_t options =
        UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | (level ? UTF8PROC_DECOMPOSE : UTF8PROC_COMPOSE);
    int last_class = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, codes, 64, options, &last_class);
    char text[256], self[4];
    size_t len = 0;

    if (n < 0 || n > 64) return 0;
    if (level == 0) n = utf8proc_normalize_utf32(codes, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (level == 1) { /* marks that are not dropped (kana, Hangul, Indic) go back to their letters */
        utf8proc_ssize_t kept = 0;
        for (utf8proc_ssize_t i = 0; i < n; i++) {
            if (!is_mark((uint32_t)codes[i])) codes[kept++] = codes[i];
        }
        n = utf8proc_normalize_utf32(codes, kept, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    }
    for (utf8proc_ssize_t i = 0; i < n && len < 200; i++) {
        len += level ? put_l1((uint32_t)codes[i], text + len) : put((uint32_t)codes[i], text + len);
    }
    if (len > MAX_TEXT) return 0; /* one ligature in Arabic, 33 bytes */
    return len == put(c, self) && memcmp(text, self, len) == 0 ? 0 : entry_of(text, len);
}

static void print_numbers(const char *type, const char *name, const uint32_t *values, size_t n)
{
    printf("static const %s %s[%zu] = {", type, name, n);
    for (size_t i = 0; i < n; i++) printf("%s%u,", i % 24 == 0 ? "\n" : "", (unsigned)values[i]);
    printf("\n};\n");
}

static void print_pages(void)
{
    static uint32_t page_of[N_CODES / 256], first_of[N_CODES / 256];
    size_t n_pages = 0;

    for (uint32_t page = 0; page < N_CODES / 256; page++) {
        size_t same = 0;
        while (same < n_pages && (memcmp(table[0] + first_of[same] * 256, table[0] + page * 256, 512) != 0 ||
                                  memcmp(table[1] + first_of[same] * 256, table[1] + page * 256, 512) != 0))
            same++;
        if (same == n_pages) first_of[n_pages++] = page;
        page_of[page] = (uint32_t)same;
    }
    print_numbers("uint16_t", "fold_page", page_of, N_CODES / 256);
    for (int level = 0; level < 2; level++) {
        printf("static const uint16_t fold_l%d[%zu][256] = {", level, n_pages);
        for (size_t page = 0; page < n_pages; page++) {
            printf("\n{");
            for (int i = 0; i < 256; i++) printf("%u,", table[level][first_of[page] * 256 + (uint32_t)i]);
            printf("},");
        }
        printf("\n};\n");
    }
}

int main(void)
{
    printf("/* Generated from utf8proc %s. */\n#include <stdint.h>\n", utf8proc_version());
    for (uint32_t c = 0; c < N_CODES; c++) {
        if (!utf8proc_codepoint_valid((utf8proc_int32_t)c)) continue;
        table[0][c] = replacement(c, 0);
        table[1][c] = replacement(c, 1);
    }
    print_pages();
    print_numbers("uint32_t", "fold_entry", entries, n_entries);
    printf("static const unsigned char fold_pool[%zu] = {", n_pool + 1);
    for (size_t i = 0; i < n_pool; i++) printf("%s%u,", i % 24 == 0 ? "\n" : "", (unsigned char)pool[i]);
    printf("0};\n");
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
