/* The functions of GDAL that adapt/ calls, found by name in the library when it is first needed: linking against it
 * would cost every start some 50 ms. Each caller keeps its own table; loading twice is cheap. Only adapt/ includes
 * this. */
#ifndef BM_ADAPT_GDAL_API_H
#define BM_ADAPT_GDAL_API_H

#include "bordermap/ctx.h"

/* GDAL's headers are not clean under our warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#pragma GCC diagnostic pop

#define BM_GDAL_FUNCTIONS(X)                                                                                       \
    /* run-time services */                                                                                        \
    X(CPLErrorReset) X(CPLGetLastErrorMsg) X(CPLGetLastErrorType) X(CPLPopErrorHandler) X(CPLPushErrorHandler)     \
    X(CPLPushErrorHandlerEx) X(CPLQuietErrorHandler) X(CPLGetThreadLocalConfigOption) X(CPLSetThreadLocalConfigOption)                      \
    X(CSLAddString) X(CSLDestroy) X(CSLSetNameValue) X(VSIFree) X(VSIReadDir) X(VSIStatL)                                                    \
    X(VSIAllocFilesystemPluginCallbacksStruct) X(VSIFreeFilesystemPluginCallbacksStruct) X(VSIInstallPluginHandler) \
    /* drivers and data sets */                                                                                    \
    X(GDALAllRegister) X(GDALVersionInfo) X(GDALGetDriverCount) X(GDALGetDriver) X(GDALGetDriverByName)            \
    X(GDALGetDriverShortName) X(GDALIdentifyDriverEx) X(GDALGetMetadataItem) X(GDALSetMetadataItem) X(GDALOpenEx) X(GDALCreate)            \
    X(GDALClose) X(GDALFlushCache) X(GDALGetDatasetDriver) X(GDALDatasetGetLayerCount) X(GDALDatasetGetLayer)      \
    X(GDALDatasetGetLayerByName) X(GDALDatasetCreateLayer)                                                      \
    /* layers */                                                                                                   \
    X(OGR_L_GetName) X(OGR_L_GetLayerDefn) X(OGR_L_GetFeatureCount) X(OGR_L_GetNextFeature) X(OGR_L_ResetReading)  \
    X(OGR_L_GetSpatialRef) X(OGR_L_CreateField) X(OGR_L_CreateFeature) X(OGR_L_SetIgnoredFields)                   \
    X(OGR_L_TestCapability) X(OGR_L_SyncToDisk) X(OGR_L_GetGeometryColumn) X(OGR_L_SetAttributeFilter)             \
    X(OGR_FD_GetFieldCount) X(OGR_FD_GetFieldDefn) X(OGR_FD_GetGeomFieldCount) X(OGR_FD_GetGeomType)               \
    X(OGR_Fld_Create) X(OGR_Fld_Destroy) X(OGR_Fld_GetNameRef) X(OGR_Fld_GetType) X(OGR_Fld_GetSubType)            \
    X(OGR_Fld_SetWidth) X(OGR_Fld_SetPrecision) X(OGR_Fld_SetSubType) X(OGR_Fld_SetNullable)                       \
    X(OGR_Fld_SetAlternativeName)                                                                                  \
    /* features */                                                                                                 \
    X(OGR_F_Create) X(OGR_F_Destroy) X(OGR_F_GetFID) X(OGR_F_SetFID) X(OGR_F_GetGeometryRef)                       \
    X(OGR_F_SetGeometryDirectly) X(OGR_F_SetGeometry) X(OGR_F_IsFieldSetAndNotNull) X(OGR_F_GetFieldAsString)      \
    X(OGR_F_GetFieldAsDouble) X(OGR_F_GetFieldAsInteger64) X(OGR_F_GetFieldAsDateTimeEx)                           \
    X(OGR_F_SetFieldString) X(OGR_F_SetFieldInteger) X(OGR_F_SetFieldInteger64) X(OGR_F_SetFieldDouble)            \
    X(OGR_F_SetFieldDateTime) X(OGR_F_SetFieldDateTimeEx) X(OGR_F_SetFieldNull) X(OGR_F_UnsetField)                \
    /* geometry */                                                                                                 \
    X(OGR_G_CreateGeometry) X(OGR_G_DestroyGeometry) X(OGR_G_AddGeometryDirectly) X(OGR_G_AddPoint_2D)             \
    X(OGR_G_SetPoint_2D) X(OGR_G_SetPointCount) X(OGR_G_SetPoints) X(OGR_G_GetPointCount) X(OGR_G_GetPoints)       \
    X(OGR_G_GetX) X(OGR_G_GetY) X(OGR_G_GetGeometryType) X(OGR_G_GetGeometryCount) X(OGR_G_GetGeometryRef)         \
    X(OGR_G_IsEmpty) X(OGR_G_ForceTo) X(OGR_G_GetLinearGeometry) X(OGR_G_HasCurveGeometry) X(OGR_G_Transform)      \
    X(OGR_G_AssignSpatialReference) X(OGR_G_Is3D) X(OGR_GT_Flatten)                                                              \
    /* coordinate systems */                                                                                       \
    X(OSRNewSpatialReference) X(OSRDestroySpatialReference) X(OSRImportFromEPSG) X(OSRSetAxisMappingStrategy)      \
    X(OSRClone) X(OSRIsGeographic) X(OSRIsSame) X(OSRGetAuthorityCode) X(OSRGetAuthorityName) X(OSRGetName)                      \
    X(OCTNewCoordinateTransformation) X(OCTDestroyCoordinateTransformation)

struct bm_gdal {
#define BM_GDAL_MEMBER(name) __typeof__(&name) name;
    BM_GDAL_FUNCTIONS(BM_GDAL_MEMBER)
#undef BM_GDAL_MEMBER
};

/* Opens the library (it stays open), fills the table and registers GDAL's drivers. BM_ELIBRARY if it is not
 * installed or lacks a function. */
BM_CHECKED bm_status bm_gdal_load(bm_ctx *ctx, struct bm_gdal *out);

/* GDAL prints its errors to standard error unless told otherwise: put every group of calls between these two. Calls
 * nest; both act on the calling thread only and with these settings (n may be 0). bm_gdal_begin also forgets the last error. */
struct bm_gdal_setting {
    const char *name, *value;
};
void bm_gdal_begin(const struct bm_gdal *gdal, const struct bm_gdal_setting *settings, size_t n);
/* What GDAL said between bm_gdal_listen and bm_gdal_end: how often, and the first text of each kind. */
struct bm_gdal_said {
    unsigned long failures, warnings;
    char failure[400], warning[400];
};
/* bm_gdal_begin that also notes what GDAL says: many of its readers go on after a fault, as if the file ended there. */
void bm_gdal_listen(const struct bm_gdal *gdal, const struct bm_gdal_setting *settings, size_t n,
                    struct bm_gdal_said *said);
void bm_gdal_end(const struct bm_gdal *gdal, const struct bm_gdal_setting *settings, size_t n);
/* Records the printf text with GDAL's last error behind it ("...: GDAL says ...") and returns BM_ELIBRARY. Call it
 * before bm_gdal_end. */
bm_status bm_gdal_fail(bm_ctx *ctx, const struct bm_gdal *gdal, const char *format, ...) BM_PRINTF(3, 4);

#endif
