/* Writes const tables as C: tables_gen countries countries.csv > country_table.inc
 *                           tables_gen weights weights.txt > weights.inc
 *                           tables_gen tunable weights.txt > tune/weights.inc
 *                           tables_gen words phrase_words.txt > phrase_words.inc
 *                           tables_gen seas seas.csv > seas.inc
 * Run by the build. Names and words are folded with the program's own folding. */
#include "text/fold.h"
#include "base/str.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COUNTRIES 300
#define MAX_KEYS      12000
#define MAX_WEIGHTS   200

static struct {
    char key[BM_FOLD_MAX];
    int country;
} keys[MAX_KEYS];
static int n_keys;

static int fail(const char *what, const char *found)
{
    fprintf(stderr, "tables_gen: %s: '%s'\n", what, found);
    return 1;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(a, b); /* the key comes first */
}

static void add_key(const char *name, size_t len, int country)
{
    bm_tokens tokens;
    size_t n;

    bm_tokenize(bm_str_of(name, len), &tokens);
    n = bm_tokens_key(&tokens, keys[n_keys].key);
    keys[n_keys].key[n] = 0;
    for (int i = 0; i < n_keys; i++) {
        if (strcmp(keys[i].key, keys[n_keys].key) == 0) return; /* the first country keeps it */
    }
    keys[n_keys].country = country;
    if (n > 0 && n_keys + 1 < MAX_KEYS) n_keys++;
}

/* Cuts a line of simple CSV (quotes around a field, none doubled inside) into n fields, in place. */
static int cut(char *line, char **fields, int n)
{
    for (int i = 0; i < n; i++) {
        char *end;
        if (*line == '"') {
            fields[i] = ++line;
            end = strchr(line, '"');
            if (!end) return 0;
            *end++ = 0;
        } else {
            fields[i] = line;
            end = line + strcspn(line, ",");
        }
        if (i + 1 < n && *end != ',') return 0;
        if (*end) *end++ = 0;
        line = end;
    }
    return 1;
}

static void add_names(char *names, int country)
{
    for (char *name = strtok(names, "|"); name; name = strtok(NULL, "|"))
        add_key(name, strlen(name), country);
}

static int countries(FILE *in)
{
    static char line[65536], aliases[MAX_COUNTRIES][8192];
    char *field[5];
    int n = 0;

    printf("/* Generated from geodata/countries.csv. */\nstatic const struct country countries[] = {\n");
    if (!fgets(line, sizeof line, in)) return fail("no header", "");
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!cut(line, field, 5) || n == MAX_COUNTRIES || strlen(field[4]) >= sizeof aliases[0])
            return fail("not 'iso3,iso2,fips,name,names'", line);
        printf("    {\"%s\", \"%s\", \"%s\", \"%s\"},\n", field[0], field[1], field[2], field[3]);
        add_key(field[3], strlen(field[3]), n);
        snprintf(aliases[n++], sizeof aliases[0], "%s", field[4]);
    }
    for (int i = 0; i < n; i++) add_names(aliases[i], i); /* after all first names, which win */
    qsort(keys, (size_t)n_keys, sizeof *keys, by_key);
    printf("};\nstatic const struct country_key country_keys[] = {\n");
    for (int i = 0; i < n_keys; i++) printf("    {\"%s\", %d},\n", keys[i].key, keys[i].country);
    printf("};\n");
    return 0;
}

static void print_table(char table[][2][64], int n)
{
    printf("#ifdef BM_TUNED_TABLE\n#define BM_TUNED_COUNT %d\n", n);
    printf("static const char *const bm_tuned_names[] = {\n");
    for (int i = 0; i < n; i++) {
        for (char *p = table[i][0]; *p; p++) *p = (char)tolower((unsigned char)*p);
        printf("    \"%s\",\n", table[i][0]);
    }
    printf("};\nstatic const double bm_tuned_defaults[] = {\n");
    for (int i = 0; i < n; i++) printf("    %s,\n", table[i][1]);
    printf("};\n#endif\n");
}

/* tunable: the names stand for variables, which the tool that searches for better weights changes. */
static int weights(FILE *in, int tunable)
{
    static char table[MAX_WEIGHTS][2][64];
    char line[512];
    int n_weights = 0;

    printf("/* Generated from geodata. */\n");
    if (tunable) printf("extern double bm_tuned[];\n");
    while (fgets(line, sizeof line, in)) {
        char name[64], value[64], rest[4];
        char *p = strchr(line, '#');
        if (p) *p = 0;
        int n = sscanf(line, "%63s %63s %3s", name, value, rest);
        if (n <= 0) continue;
        for (p = name; *p; p++) *p = (char)toupper((unsigned char)*p);
        (void)strtod(value, &p);
        if (n != 2 || *p) return fail("not 'name number'", line);
        if (tunable && n_weights < MAX_WEIGHTS) {
            snprintf(table[n_weights][0], sizeof table[0][0], "%s", name);
            snprintf(table[n_weights][1], sizeof table[0][1], "%s", value);
            printf("#define BM_W_%s (bm_tuned[%d])\n", name, n_weights++);
        } else {
            printf("#define BM_W_%s (%s)\n", name, value);
        }
    }
    if (tunable) print_table(table, n_weights);
    return 0;
}

static int fixed_weights(FILE *in)
{
    return weights(in, 0);
}

static int tunable_weights(FILE *in)
{
    return weights(in, 1);
}

/* One folded word with one of its meanings; equal words stand together. */
static int words(FILE *in)
{
    static char lines[MAX_KEYS][BM_FOLD_MAX + 96];
    static char line[4096];
    int n = 0;

    while (fgets(line, sizeof line, in)) {
        char *kind, *value;
        line[strcspn(line, "#\r\n")] = 0;
        kind = strtok(line, " ");
        if (!kind) continue;
        value = strtok(NULL, " ");
        if (!value) return fail("a kind without value and words", kind);
        for (char *word = strtok(NULL, " "); word && n < MAX_KEYS; word = strtok(NULL, " ")) {
            bm_tokens tokens;
            char key[BM_FOLD_MAX];
            bm_tokenize(bm_str_of(word, strlen(word)), &tokens);
            size_t len = bm_tokens_key(&tokens, key);
            snprintf(lines[n++], sizeof lines[0], "    {\"%.*s\", GZ_W_%s, \"%s\"},\n", (int)len, key, kind,
                     value);
        }
    }
    qsort(lines, (size_t)n, sizeof *lines, by_key);
    printf("/* Generated from geodata/phrase_words.txt. */\nstatic const struct meaning meanings[] = {\n");
    for (int i = 0; i < n; i++) printf("%s", lines[i]);
    printf("};\n");
    return 0;
}

static void add_ring(const char *numbers, int sea)
{
    char *end;
    int n = 0;

    printf("static const bm_ll sea_%d[] = {", sea);
    for (double lon = strtod(numbers, &end); end != numbers; lon = strtod(numbers, &end)) {
        double lat = strtod(end, &end);
        printf("{%.4f, %.4f},", lon, lat);
        numbers = end;
        n++;
    }
    printf("};\nstatic const uint32_t sea_ring_%d[] = {0, %d};\n", sea, n);
}

/* name,feat,names,ring,source: the ring open, longitude and latitude in turn, spaces between. */
static int seas(FILE *in)
{
    static char line[65536], rows[MAX_COUNTRIES][256];
    char *field[5];
    int n = 0;

    printf("/* Generated from geodata/seas.csv. */\n");
    if (!fgets(line, sizeof line, in)) return fail("no header", "");
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!cut(line, field, 5) || n == MAX_COUNTRIES || !*field[3])
            return fail("not 'name,feat,names,ring,source'", line);
        add_ring(field[3], n);
        snprintf(rows[n], sizeof rows[0], "    {\"%s\", \"%s\", sea_%d, sea_ring_%d},\n", field[0], field[1],
                 n, n);
        add_key(field[0], strlen(field[0]), n);
        add_names(field[2], n++);
    }
    printf("static const struct sea seas[] = {\n");
    for (int i = 0; i < n; i++) printf("%s", rows[i]);
    qsort(keys, (size_t)n_keys, sizeof *keys, by_key);
    printf("};\nstatic const struct sea_key sea_keys[] = {\n");
    for (int i = 0; i < n_keys; i++) printf("    {\"%s\", %d},\n", keys[i].key, keys[i].country);
    printf("};\n");
    return 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *kind;
        int (*make)(FILE *in);
    } kinds[] = {{"countries", countries},
                 {"weights", fixed_weights},
                 {"tunable", tunable_weights},
                 {"words", words},
                 {"seas", seas}};
    FILE *in;
    int rc = 1;

    if (argc != 3) return fail("needs", "countries|weights|tunable|words|seas FILE");
    in = fopen(argv[2], "r");
    if (!in) return fail("cannot open", argv[2]);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(argv[1], kinds[i].kind) == 0) rc = kinds[i].make(in);
    }
    fclose(in);
    return rc || ferror(stdout) || fflush(stdout) ? 1 : 0;
}
