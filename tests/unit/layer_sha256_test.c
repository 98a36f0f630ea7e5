/* Digests against FIPS 180-4's examples, and sha256sum's of a million letters. */
#include "testing.h"

#include "adapt/sha256.h"

static void digests_of_the_standard(void **state)
{
    (void)state;
    char hex[65];
    bm_sha256(NULL, 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    bm_sha256("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_file_is_read_in_pieces(void **state)
{
    (void)state;
    char dir[64], path[96], hex[65], block[1000];
    uint64_t bytes;
    bm_ctx *ctx = test_ctx();
    test_folder(dir);
    snprintf(path, sizeof path, "%s/file", dir);
    memset(block, 'a', sizeof block);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++) assert_int_equal(fwrite(block, 1, sizeof block, file), sizeof block);
    fclose(file);
    assert_ok(ctx, bm_sha256_file(ctx, path, hex, &bytes));
    assert_int_equal(bytes, 1000000);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    strcat(path, "x");
    assert_int_equal(bm_sha256_file(ctx, path, hex, &bytes), BM_ENOTFOUND);
    assert_int_equal(bytes, 0);
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_of_the_standard),
        cmocka_unit_test(a_file_is_read_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
