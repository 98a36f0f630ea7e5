/* How much of a mapped gazetteer the rows of a file touch: touched_bench GAZETTEER.bmg ROWS.csv.
 *
 * Resident memory says little about a mapped file, since the system maps what lies around each page that is
 * asked for. Here the file is closed to all reads, and each page of 4 KB that is read is opened alone and
 * counted.
 */
#include "bench.h"

#include "bordermap/gazetteer.h"
#include "gazetteer/reader.h"

#include <signal.h>
#include <sys/mman.h>

#define PAGE 4096u

static unsigned char *first_byte, *touched; /* of the mapping; of each page */
static size_t n_pages;

static void open_page(int signal, siginfo_t *info, void *context)
{
    size_t page = (size_t)((unsigned char *)info->si_addr - first_byte) / PAGE;

    (void)signal, (void)context;
    if ((unsigned char *)info->si_addr < first_byte || page >= n_pages || touched[page]) abort();
    touched[page] = 1;
    if (mprotect(first_byte + page * PAGE, PAGE, PROT_READ) != 0) abort();
}

static void close_pages(const bm_gazetteer *gazetteer)
{
    struct sigaction action = {.sa_sigaction = open_page, .sa_flags = SA_SIGINFO};

    memcpy(&first_byte, &gazetteer->map.p, sizeof first_byte);
    n_pages = (gazetteer->map.len + PAGE - 1) / PAGE;
    touched = bench_alloc(n_pages, 1);
    if (sigaction(SIGSEGV, &action, NULL) != 0 || mprotect(first_byte, n_pages * PAGE, PROT_NONE) != 0)
        abort();
}

static size_t run(bm_ctx *ctx, const bm_gazetteer *gazetteer, const char *path)
{
    bm_locate_options options = {.gazetteers = &gazetteer, .n_gazetteers = 1};
    bm_read_options reading = {.from = BM_NO_DAY, .to = BM_NO_DAY};
    bm_incident_reader *reader = NULL;
    bm_incident_batch batch;
    bm_locator *locator = NULL;
    bm_arena *arena = NULL;
    size_t n = 0;

    if (bm_locator_create(ctx, &options, &locator) != BM_OK || bm_arena_create(ctx, &arena) != BM_OK ||
        bm_incident_batch_init(ctx, 4096, &batch) != BM_OK ||
        bm_incident_open(ctx, &path, 1, &reading, &reader) != BM_OK) {
        fprintf(stderr, "%s\n", bm_ctx_error(ctx));
        exit(1);
    }
    do {
        if (bm_incident_read(ctx, reader, &batch) != BM_OK) abort();
        for (size_t i = 0; i < batch.n; i++) {
            bm_place place;
            batch.rows[i].lon_deg = batch.rows[i].lat_deg = NAN;
            if (bm_locate(ctx, locator, &batch.rows[i], arena, NULL, &place) != BM_OK) abort();
        }
        n += batch.n;
        bm_arena_reset(arena);
    } while (batch.n > 0);
    bm_incident_batch_free(&batch);
    bm_incident_close(reader);
    bm_locator_destroy(locator);
    bm_arena_destroy(arena);
    return n;
}

int main(int argc, char **argv)
{
    static const char *const names[GZ_SECTIONS] = {
        [GZ_PLACES] = "places",       [GZ_NAMES] = "names",   [GZ_POSTINGS] = "postings",
        [GZ_DIRECTORY] = "directory", [GZ_SIEVE] = "sieve",   [GZ_COUNTRIES] = "countries",
        [GZ_AREAS] = "areas",         [GZ_POINTS] = "points", [GZ_RINGS] = "rings",
        [GZ_DISTRICTS] = "districts", [GZ_PARTS] = "parts",   [GZ_SOUNDS] = "sounds",
        [GZ_TEXT] = "text",           [GZ_INFO] = "info"};
    struct gz_header header;
    bm_gazetteer *gazetteer = NULL;
    bm_ctx *ctx = NULL;
    size_t n_rows, all = 0;

    if (argc < 3 || bm_ctx_create(NULL, &ctx) != BM_OK) return 2;
    bench_print_machine();
    if (bm_gazetteer_open(ctx, argv[1], &gazetteer) != BM_OK) {
        fprintf(stderr, "%s\n", bm_ctx_error(ctx));
        return 1;
    }
    memcpy(&header, gazetteer->header, sizeof header);
    close_pages(gazetteer);
    n_rows = run(ctx, gazetteer, argv[2]);
    for (size_t i = 0; i < n_pages; i++) all += touched[i];
    printf("%zu rows touch %.1f of %.1f MB\n", n_rows, (double)all * PAGE / 1e6,
           (double)gazetteer->map.len / 1e6);
    for (int i = 0; i < GZ_SECTIONS; i++) {
        size_t n = 0, from = header.section[i].offset / PAGE;
        size_t to = (header.section[i].offset + header.section[i].bytes + PAGE - 1) / PAGE;
        for (size_t page = from; page < to; page++) n += touched[page];
        printf("  %-9s %5.1f of %5.1f MB\n", names[i], (double)n * PAGE / 1e6,
               (double)header.section[i].bytes / 1e6);
    }
    free(touched);
    bm_gazetteer_close(gazetteer);
    bm_ctx_destroy(ctx);
    return 0;
}
