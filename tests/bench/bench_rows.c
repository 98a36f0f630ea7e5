/* Rows to measure with: bench_rows GAZETTEER.bmg N names|named_points|points [PLACES]. CSV on standard output
 * with 15 input fields, the same for the same arguments.
 * names: places by their names, PLACES of them (10,000), without coordinates. named_points: the same rows
 * with the places' coordinates, for programs that know no names. points: N coordinates that differ,
 * within 0.3 degrees of a place. */
#include "bench/bench.h"

#include "bordermap/gazetteer.h"

enum kind { NAMES, NAMED_POINTS, POINTS };

static const char *const types[] = {
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests",
    "Riots",   "Strategic developments"};
static const char *const actors[] = {
    "Military Forces of Pakistan (2018-2022)",  "TTP: Tehreek-i-Taliban Pakistan",
    "Police Forces of Afghanistan (2004-2021)", "BLA: Baloch Liberation Army",
    "Unidentified Armed Group (Iran)",          "Civilians (International)",
    "Islamic State Khorasan Province"};
static const char *const notes[] = {
    "An exchange of fire was reported near a check post; no further detail was given.",
    ("A device went off beside a road, \"the second within a week\", as police told reporters; two vehicles "
     "were damaged."),
    "Protesters blocked the road to the crossing for some hours and left after talks.",
    "Mortar rounds fell on fields; the other side denied having fired, and an inquiry was announced."};

/* Names that CSV need not quote, of places with people, spread over the whole list. */
static size_t choose(const bm_gazetteer *gazetteer, bm_gazetteer_name *out, size_t n)
{
    bm_gazetteer_info info;
    size_t found = 0;

    bm_gazetteer_get_info(gazetteer, &info);
    for (uint64_t offset = 0; found < n && offset < 8; offset++)
        for (uint64_t at = offset; found < n && at < info.n_names; at += info.n_names / n / 2 + 1) {
            bm_gazetteer_name *name = &out[found];

            if (!bm_gazetteer_get_name(gazetteer, at, name) || !name->main || name->population < 1000)
                continue;
            if (memchr(name->name.p, ',', name->name.len) || memchr(name->name.p, '"', name->name.len))
                continue;
            found++;
        }
    return found;
}

#define PICK(list) list[(size_t)(bench_uniform(&state) * (sizeof(list) / sizeof *(list)))]

static void put_quoted(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void write_rows(const bm_gazetteer_name *places, size_t n_places, long n, enum kind kind)
{
    static const char *const between[] = {"date_prec_in,geo_prec_in,", "lon,lat,", "lon,lat,"};
    uint64_t state = 20260101;

    printf("id,date,date_end,place,country,%sevent_type,actor1,actor2,killed,injured,source,notes,admin2\n",
           between[kind]);
    for (long i = 0; i < n; i++) {
        const bm_gazetteer_name *at = &places[(size_t)(bench_uniform(&state) * (double)n_places)];
        int year = 2000 + (int)(bench_uniform(&state) * 24), month = 1 + (int)(bench_uniform(&state) * 12);
        int day = 1 + (int)(bench_uniform(&state) * 27);
        double east = bench_uniform(&state) * 0.6 - 0.3, north = bench_uniform(&state) * 0.6 - 0.3;

        if (kind != POINTS) east = north = 0;
        printf("E%07ld,%d-%02d-%02d,%d-%02d-%02d,", i + 1, year, month, day, year, month, day + 1);
        printf("%.*s,%s,", (int)at->name.len, at->name.p, at->iso3);
        if (kind == NAMES)
            printf("1,,");
        else
            printf("%.5f,%.5f,", fmax(-180, fmin(180, at->point.lon_deg + east)),
                   fmax(-89, fmin(89, at->point.lat_deg + north)));
        printf("%s,%s,%s,%d,%d,https://example.org/reports/%d/%ld,", PICK(types), PICK(actors), PICK(actors),
               (int)(bench_uniform(&state) * 9), (int)(bench_uniform(&state) * 20), year, i % 5000);
        put_quoted(PICK(notes));
        puts(",");
    }
}

static bm_status run(bm_ctx *ctx, char **argv, int argc)
{
    size_t n_places = argc > 4 ? (size_t)atol(argv[4]) : 10000;
    enum kind kind = strcmp(argv[3], "names") == 0    ? NAMES
                     : strcmp(argv[3], "points") == 0 ? POINTS
                                                      : NAMED_POINTS;
    bm_gazetteer_name *places = bench_alloc(n_places, sizeof *places);
    bm_gazetteer *gazetteer;
    bm_status st = bm_gazetteer_open(ctx, argv[1], &gazetteer);

    if (st != BM_OK) return st;
    n_places = choose(gazetteer, places, n_places);
    fprintf(stderr, "bench_rows: %s rows over %zu places\n", argv[2], n_places);
    write_rows(places, n_places, atol(argv[2]), kind);
    bm_gazetteer_close(gazetteer);
    free(places);
    return fflush(stdout) == 0 ? BM_OK : bm_fail(ctx, BM_EIO, "cannot write the rows");
}

int main(int argc, char **argv)
{
    bm_ctx *ctx;
    bm_status st;

    if (argc < 4) {
        fprintf(stderr, "usage: bench_rows GAZETTEER.bmg N names|named_points|points [PLACES]\n");
        return 2;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    st = run(ctx, argv, argc);
    if (st != BM_OK) fprintf(stderr, "bench_rows: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
