#ifndef LETTERBOX_RESOURCES_H
#define LETTERBOX_RESOURCES_H

#include <stddef.h>

// Files that stand beside resources.c, compiled into the program, so that one binary is all there is to deploy.

const unsigned char *_Nonnull letterbox_openapi_json(size_t *_Nonnull count);

#endif
