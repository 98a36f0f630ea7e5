#include "adapt/vector_access.h"
#include "adapt/vector.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Virtual file systems that stay on this machine, with what follows their name still to be checked. */
static const char *const local_systems[] = {"/vsizip/", "/vsigzip/", "/vsitar/", "/vsistdin/"};

/* Drivers that reach servers or databases, run programs, or follow addresses found in a local file (OGR_VRT,
 * GMLAS, the service descriptions of WFS and OAPIF). GDAL 3.6, https://gdal.org/drivers/vector/ */
static const char *const refused_drivers[] = {
    "AmigoCloud", "Carto", "CSW",  "EEDA",      "Elasticsearch", "GMLAS",    "GNMDatabase",
    "GPSBabel",   "HANA",  "HTTP", "MongoDBv3", "MSSQLSpatial",  "MySQL",    "NGW",
    "OAPIF",      "OCI",   "ODBC", "OGR_VRT",   "PGeo",          "PLSCENES", "PostgreSQL",
    "VRT",        "WFS",   "WFS3", "MVT",       "SOSI",          "IDB",      "OGR_SDE",
};

static size_t local_prefix(const char *path)
{
    for (size_t i = 0; i < sizeof local_systems / sizeof local_systems[0]; i++) {
        size_t n = strlen(local_systems[i]);
        if (strncmp(path, local_systems[i], n) == 0) return n;
    }
    return 0;
}

bool bm_vector_is_address(const char *path)
{
    struct stat info;
    size_t n = 0;
    while ((path[n] >= 'A' && path[n] <= 'Z') || (path[n] >= 'a' && path[n] <= 'z')) n++;
    return n > 1 && path[n] == ':' && stat(path, &info) != 0;
}

/* The first entry's flags: an encrypted file is noise to GDAL. */
static bool is_encrypted_zip(const char *path)
{
    unsigned char head[8];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool encrypted = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
                     memcmp(head, "PK\x03\x04", 4) == 0 && (head[6] & 1);
    if (fd >= 0) close(fd);
    return encrypted;
}

bm_status bm_vector_check_path(bm_ctx *ctx, const char *path)
{
    struct stat info;

    if (strncmp(path, "/vsizip/", 8) == 0 && is_encrypted_zip(path + 8))
        return bm_fail(ctx, BM_EFORMAT, "'%s' is encrypted: unpack it first", path + 8);
    if (bm_ctx_allows_network(ctx)) return BM_OK;
    if (strncmp(path, "/vsi", 4) != 0) {
        if (stat(path, &info) == 0) return BM_OK;
        if (bm_vector_is_address(path))
            return bm_fail(ctx, BM_EUSAGE, "'%s' is not a local file; --allow-network would open it", path);
        return bm_fail(ctx, errno == ENOENT || errno == ENOTDIR ? BM_ENOTFOUND : BM_EIO,
                       "cannot open '%s': %s", path, strerror(errno));
    }
    for (const char *at = strstr(path, "/vsi"); at; at = strstr(at + 1, "/vsi")) {
        if (local_prefix(at) == 0)
            return bm_fail(ctx, BM_EUSAGE,
                           "'%s' may leave this machine; without --allow-network only /vsizip/, /vsigzip/, "
                           "/vsitar/ and /vsistdin/ are opened",
                           path);
    }
    if (strstr(path, "://"))
        return bm_fail(ctx, BM_EUSAGE, "'%s' is not a local file; --allow-network would open it", path);
    return BM_OK;
}

const char *bm_vector_refused(bm_ctx *ctx, const struct bm_gdal *gdal, const char *path)
{
    char **list = NULL;
    GDALDriverH driver;
    if (bm_ctx_allows_network(ctx)) return NULL;
    for (size_t i = 0; i < sizeof refused_drivers / sizeof refused_drivers[0]; i++)
        list = gdal->CSLAddString(list, refused_drivers[i]);
    driver = gdal->GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, (const char *const *)list, NULL);
    gdal->CSLDestroy(list);
    return driver ? gdal->GDALGetDriverShortName(driver) : NULL;
}

static bool is_refused(const char *name)
{
    for (size_t i = 0; i < sizeof refused_drivers / sizeof refused_drivers[0]; i++)
        if (strcmp(name, refused_drivers[i]) == 0) return true;
    return false;
}

bm_status bm_vector_drivers(bm_ctx *ctx, const struct bm_gdal *gdal, char ***out)
{
    char **list = NULL;

    *out = NULL;
    if (bm_ctx_allows_network(ctx)) return BM_OK;
    for (int i = 0, n = gdal->GDALGetDriverCount(); i < n; i++) {
        GDALDriverH driver = gdal->GDALGetDriver(i);
        const char *vector = gdal->GDALGetMetadataItem(driver, GDAL_DCAP_VECTOR, NULL);
        const char *name = gdal->GDALGetDriverShortName(driver);
        if (vector && !is_refused(name)) list = gdal->CSLAddString(list, name);
    }
    if (!list) return bm_fail(ctx, BM_ELIBRARY, "GDAL has no vector drivers");
    *out = list;
    return BM_OK;
}
