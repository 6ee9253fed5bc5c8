// Places every instance of every mesh, and lights its vertices: pixels only blend what they get,
// which is what makes this fast where the processor draws.
in vec3 position;
in vec3 normal;
in vec4 paint;               // colour of the vertex, white where its mesh has none
#if defined PATTERN && PATTERN == PICTURE
in vec2 uv;
#endif
in mat4 model;
#ifdef FLOW
in mat4 next_model;
#endif
in vec4 tint;                // colour
in ivec4 kind;               // label, its number, picture, 1 where rain makes it wet

flat out ivec3 surface;      // label, picture, wettable
#ifdef LIT
out vec3 seen_here;
#else
flat out vec3 color;
out vec3 light_here;         // what comes from the sky; from the sun; and what the sun mirrors
#endif
#ifdef PIXEL_PLACE
out vec3 place;
out vec3 face_normal;
#endif
#ifdef SHADOW
out vec3 shadow_place;
#endif
#ifdef PATTERN
out vec2 pattern_place;      // on the side of the shape that the vertex belongs to [m]
flat out vec4 pattern_side;  // size of that side, where the mesh has size 1; 1 where it is level;
                             // what the square of the depth is to the size of a pixel on it [1/m]
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
    vec3 own = tint.rgb * paint.rgb;
    vec3 falling = vec3(
        light.x * mix(0.80, 1.0, 0.5 + 0.5 * outward.z),
        light.y * facing,
        sun.w * facing * pow(max(dot(outward, normalize(sun.xyz - ray)), 0.0), 32.0));
#ifdef LIT
    seen_here = own * (falling.x + falling.y) + falling.z;
#else
    color = own;
    light_here = falling;
#endif
#ifdef NARROW
    surface = kind.yzw;
#else
    surface = kind.xzw;
#endif
#ifdef PIXEL_PLACE
    place = world.xyz;
    face_normal = outward;
#endif
#ifdef SHADOW
    // Looked up a little off the surface, or it would shade itself.
    shadow_place = (shadow_from_world * vec4(world.xyz + outward * lamps.y, 1.0)).xyz * 0.5 + 0.5;
#endif
#ifdef PATTERN
    // Shapes are seen as if wrapped along their axes.
    vec3 size = sqrt(squares), spot = position * size, axis = abs(normal);
    bool level = axis.z >= max(axis.x, axis.y), along_y = axis.x > axis.y;
    pattern_place = level ? spot.xy : along_y ? spot.yz : spot.xz;
    float aside = max(abs(dot(outward, world.xyz - eye.xyz)), 1e-3);
    pattern_side = vec4(along_y ? size.y : size.x, size.z, level, 1.0 / (lamps.z * aside));
#endif
#if defined PATTERN && PATTERN == PICTURE
    picture_place = uv;
#endif
#ifdef FLOW
    next_clip = next_clip_from_world * (next_model * vec4(position, 1.0));
#endif
}
