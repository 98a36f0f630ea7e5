#include "adapt/gdal_api.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct entry {
    const char *name;
    size_t offset;
};

static const struct entry entries[] = {
#define BM_GDAL_ENTRY(name) {#name, offsetof(struct bm_gdal, name)},
    BM_GDAL_FUNCTIONS(BM_GDAL_ENTRY)
#undef BM_GDAL_ENTRY
};

bm_status bm_gdal_load(bm_ctx *ctx, struct bm_gdal *out)
{
    void *library, *symbol;

    memset(out, 0, sizeof *out);
    /* Never unloaded: GDAL registers exit handlers and thread-local destructors. */
    library = dlopen(BM_GDAL_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) return bm_fail(ctx, BM_ELIBRARY, "GDAL cannot be loaded: %s", dlerror());
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        symbol = dlsym(library, entries[i].name);
        if (!symbol) {
            memset(out, 0, sizeof *out);
            dlclose(library);
            return bm_fail(ctx, BM_ELIBRARY, "'%s' has no function '%s'", BM_GDAL_SONAME, entries[i].name);
        }
        memcpy((char *)out + entries[i].offset, &symbol,
               sizeof symbol); /* POSIX: code and data pointers agree */
    }
    dlclose(library);
    if (out->GDALGetDriverCount() == 0) {
        bm_gdal_begin(out, NULL, 0);
        out->GDALAllRegister();
        bm_gdal_end(out, NULL, 0);
    }
    return BM_OK;
}

void bm_gdal_begin(const struct bm_gdal *gdal, const struct bm_gdal_setting *settings, size_t n)
{
    gdal->CPLPushErrorHandler(gdal->CPLQuietErrorHandler);
    gdal->CPLErrorReset();
    for (size_t i = 0; i < n; i++) gdal->CPLSetThreadLocalConfigOption(settings[i].name, settings[i].value);
}

/* GDAL's table is out of reach here; the library is open, and what it says is rare. */
static struct bm_gdal_said *listener(void)
{
    void *(*user_data)(void) = NULL;
    void *library = dlopen(BM_GDAL_SONAME, RTLD_LAZY | RTLD_NOLOAD), *symbol;
    if (!library) return NULL;
    symbol = dlsym(library, "CPLGetErrorHandlerUserData");
    dlclose(library);
    memcpy(&user_data, &symbol, sizeof symbol); /* POSIX: code and data pointers agree */
    return user_data ? user_data() : NULL;
}

static void CPL_STDCALL note(CPLErr kind, CPLErrorNum number, const char *message)
{
    struct bm_gdal_said *said = kind >= CE_Warning ? listener() : NULL;
    (void)number;
    if (!said) return;
    bool failed = kind >= CE_Failure;
    if ((failed ? said->failures++ : said->warnings++) > 0) return;
    snprintf(failed ? said->failure : said->warning, sizeof said->failure, "%s", message);
}

void bm_gdal_listen(const struct bm_gdal *gdal, const struct bm_gdal_setting *settings, size_t n,
                    struct bm_gdal_said *said)
{
    said->failures = said->warnings = 0;
    said->failure[0] = said->warning[0] = '\0';
    gdal->CPLPushErrorHandlerEx(note, said);
    gdal->CPLErrorReset();
    for (size_t i = 0; i < n; i++) gdal->CPLSetThreadLocalConfigOption(settings[i].name, settings[i].value);
}

void bm_gdal_end(const struct bm_gdal *gdal, const struct bm_gdal_setting *settings, size_t n)
{
    for (size_t i = 0; i < n; i++) gdal->CPLSetThreadLocalConfigOption(settings[i].name, NULL);
    gdal->CPLPopErrorHandler();
}

bm_status bm_gdal_fail(bm_ctx *ctx, const struct bm_gdal *gdal, const char *format, ...)
{
    char what[512];
    const char *why = gdal->CPLGetLastErrorMsg();
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (!why || !*why) return bm_fail(ctx, BM_ELIBRARY, "%s", what);
    return bm_fail(ctx, BM_ELIBRARY, "%s: GDAL says: %.400s", what, why);
}
