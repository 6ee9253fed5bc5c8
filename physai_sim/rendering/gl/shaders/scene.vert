// Places every instance of every mesh, and lights its vertices: pixels only blend what they get,
// which is what makes this fast where the processor draws.
in vec3 position;
in vec3 normal;
#if defined PATTERN && PATTERN == PICTURE
in vec2 uv;
#endif
in mat4 model;
#ifdef FLOW
in mat4 next_model;
#endif
in vec4 tint;                // colour
in ivec4 kind;               // label, pattern, picture, 1 where rain makes it wet

flat out vec3 color;
flat out ivec3 surface;      // label, picture, wettable
out vec2 light_here;         // what comes from the sky and lamps; what comes from the sun
out float gloss;
#ifdef PIXEL_PLACE
out vec3 place;
out vec3 face_normal;
#endif
#ifdef SHADOW
out vec3 shadow_place;
#endif
#ifdef PATTERN
out vec3 pattern_place;      // in the shape's own axes [m]
out vec3 pattern_normal;
flat out vec3 pattern_size;  // of the shape, where its mesh has size 1
#endif
#if defined PATTERN && PATTERN == PICTURE
out vec2 picture_place;
#endif
#ifdef FLOW
out vec4 next_clip;
#endif

void main() {
    vec4 world = model * vec4(position, 1.0);
    // The columns of a turn with a stretch are as long as the stretch.
    vec3 squares = vec3(
        dot(model[0].xyz, model[0].xyz), dot(model[1].xyz, model[1].xyz), dot(model[2].xyz, model[2].xyz));
    vec3 outward = normalize(mat3(model) * (normal / squares));
    vec3 ray = normalize(world.xyz - eye.xyz);
    gl_Position = clip_from_world * world;

    float facing = max(dot(outward, sun.xyz), 0.0);
    light_here = vec2(light.x * mix(0.80, 1.0, 0.5 + 0.5 * outward.z), light.y * facing);
    gloss = sun.w * facing * pow(max(dot(outward, normalize(sun.xyz - ray)), 0.0), 32.0);
    color = tint.rgb;
    surface = kind.xzw;
#ifdef PIXEL_PLACE
    place = world.xyz;
    face_normal = outward;
#endif
#ifdef SHADOW
    // Looked up a little off the surface, or it would shade itself.
    shadow_place = (shadow_from_world * vec4(world.xyz + outward * lamps.y, 1.0)).xyz * 0.5 + 0.5;
#endif
#ifdef PATTERN
    pattern_size = sqrt(squares);
    pattern_place = position * pattern_size;
    pattern_normal = normal;
#endif
#if defined PATTERN && PATTERN == PICTURE
    picture_place = uv;
#endif
#ifdef FLOW
    next_clip = next_clip_from_world * (next_model * vec4(position, 1.0));
#endif
}
