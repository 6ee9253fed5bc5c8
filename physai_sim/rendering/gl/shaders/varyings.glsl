// What the vertices hand to the pixels of a surface.
in vec3 place;
in vec3 face_normal;
#ifdef PATTERN
in vec3 pattern_place;
in vec3 pattern_normal;
#endif
#if defined PATTERN && PATTERN == PICTURE
in vec2 picture_place;
#endif
flat in vec4 color;
flat in ivec4 surface;
#ifdef FLOW
in vec4 next_clip;
#endif
