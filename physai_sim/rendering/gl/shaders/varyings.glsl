// What the vertices hand to the pixels of a surface; see scene.vert.
flat in ivec3 surface;
#ifdef LIT
in vec3 seen_here;
#else
flat in vec3 color;
in vec3 light_here;
#endif
#ifdef PIXEL_PLACE
in vec3 place;
in vec3 face_normal;
#endif
#ifdef SHADOW
in vec3 shadow_place;
#endif
#ifdef PATTERN
in vec2 pattern_place;
flat in vec4 pattern_side;
#endif
#if defined PATTERN && PATTERN == PICTURE
in vec2 picture_place;
#endif
#ifdef FLOW
in vec4 next_clip;
#endif
