#include "resources.h"

static const unsigned char openapi_json[] = {
#embed "openapi.json"
};

const unsigned char *letterbox_openapi_json(size_t *count) {
    *count = sizeof openapi_json;
    return openapi_json;
}
