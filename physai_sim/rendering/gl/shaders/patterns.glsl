// Surfaces without pictures: brightness computed from the place on the shape [m]. Each pattern is a
// program of its own, since software renderers run all branches of a choice.

#ifdef PATTERN
layout(binding = 1) uniform sampler2DArray pictures;

// What is finer than a pixel fades to its mean, or far surfaces would glitter.
float shown(float pixel, float period) {
    return clamp(1.2 - 2.0 * pixel / period, 0.0, 1.0);
}
#endif

vec3 patterned(vec3 base, float depth) {
#ifdef PATTERN
    vec2 at = pattern_place;
    float pixel = depth * depth * pattern_side.w;
#if PATTERN == ASPHALT
    base *= 1.0 + 0.22 * shown(pixel, 0.04) * (noise(at * 25.0) - 0.5)
        + 0.12 * shown(pixel, 1.4) * (noise(at * 0.7) - 0.5);
#elif PATTERN == GRASS
    base *= 1.0 + 0.4 * shown(pixel, 0.12) * (noise(at * 9.0) - 0.5)
        + vec3(0.22, 0.16, 0.2) * shown(pixel, 4.0) * (noise(at * 0.25) + 0.5 * noise(at * 0.9) - 0.75);
#elif PATTERN == WOOD
    float rings = noise(vec2(at.x * 1.5, at.y * 22.0)) + 0.5 * noise(at.y * 80.0 + at.x);
    base *= 1.0 + 0.22 * shown(pixel, 0.045) * (rings - 0.75);
#elif PATTERN == BRICK
    vec2 cell = at / vec2(0.5, 0.2);
    cell.x += 0.5 * mod(floor(cell.y), 2.0);
    vec2 part = abs(fract(cell) - 0.5);
    float mortar = max(step(0.46, part.x), step(0.42, part.y));
    vec3 wall = mix(base * (0.85 + 0.3 * hash(floor(cell))), vec3(0.75), mortar);
    base = mix(base, wall, shown(pixel, 0.2));
#elif PATTERN == FACADE
    // As many windows as fit, so that none is cut at a corner.
    vec2 wall_size = pattern_side.xy, count = max(vec2(1.0), floor(wall_size / vec2(2.4, 2.8)));
    vec2 cell = (at / wall_size + 0.5) * count, part = abs(fract(cell) - 0.5);
    float window = (1.0 - step(0.27, part.x)) * (1.0 - step(0.3, part.y));
    float frame = (1.0 - step(0.31, part.x)) * (1.0 - step(0.34, part.y));
    vec3 glass = mix(vec3(0.16, 0.20, 0.26), vec3(0.42, 0.50, 0.58), hash(floor(cell) + 3.0));
    vec3 wall = mix(mix(base, vec3(0.88), (frame - window) * 0.7), glass, window);
    base = mix(mix(base, wall, shown(pixel, 1.2)), base * 0.8, pattern_side.z);
#elif PATTERN == CHECKER
    float odd = mod(floor(at.x) + floor(at.y), 2.0);
    base *= mix(0.9, mix(0.75, 1.05, odd), shown(pixel, 1.0));
#elif PATTERN == FABRIC
    base *= 1.0 + 0.2 * shown(pixel, 0.01) * (noise(at * vec2(300.0, 40.0)) + noise(at * vec2(40.0, 300.0)) - 1.0);
#elif PATTERN == PICTURE
    base *= texture(pictures, vec3(picture_place, surface.y)).rgb;
#endif
#endif
    return base;
}
