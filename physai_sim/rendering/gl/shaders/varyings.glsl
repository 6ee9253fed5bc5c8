// What the vertices hand to the pixels of a surface; see scene.vert.
flat in vec3 color;
flat in ivec3 surface;
in vec2 light_here;
in float gloss;
#ifdef PIXEL_PLACE
in vec3 place;
in vec3 face_normal;
#endif
#ifdef SHADOW
in vec3 shadow_place;
#endif
#ifdef PATTERN
in vec3 pattern_place;
in vec3 pattern_normal;
flat in vec3 pattern_size;
#endif
#if defined PATTERN && PATTERN == PICTURE
in vec2 picture_place;
#endif
#ifdef FLOW
in vec4 next_clip;
#endif
