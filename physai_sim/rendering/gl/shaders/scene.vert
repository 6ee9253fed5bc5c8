// Places every instance of every mesh.
in vec3 position;
in vec3 normal;
#if defined PATTERN && PATTERN == PICTURE
in vec2 uv;
#endif
in mat4 model;
#ifdef FLOW
in mat4 next_model;
#endif
in vec4 tint;
in ivec4 kind;

out vec3 place;
out vec3 face_normal;
#ifdef PATTERN
out vec3 pattern_place;      // in the shape's own axes [m]
out vec3 pattern_normal;
#endif
#if defined PATTERN && PATTERN == PICTURE
out vec2 picture_place;
#endif
flat out vec4 color;
flat out ivec4 surface;      // label, pattern, texture layer or -1, 1 where rain makes it wet
#ifdef FLOW
out vec4 next_clip;
#endif

void main() {
    vec4 world = model * vec4(position, 1.0);
    // The columns of a turn with a stretch are as long as the stretch.
    vec3 squares = vec3(
        dot(model[0].xyz, model[0].xyz), dot(model[1].xyz, model[1].xyz), dot(model[2].xyz, model[2].xyz));
    place = world.xyz;
    face_normal = mat3(model) * (normal / squares);
#ifdef PATTERN
    pattern_place = position * sqrt(squares);
    pattern_normal = normal;
#endif
#if defined PATTERN && PATTERN == PICTURE
    picture_place = uv;
#endif
    color = tint;
    surface = kind;
    gl_Position = clip_from_world * world;
#ifdef FLOW
    next_clip = next_clip_from_world * (next_model * vec4(position, 1.0));
#endif
}
