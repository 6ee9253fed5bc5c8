// Colours of surfaces: light from the vertices, shadow, lamps and wetness; fog and rain in front.
#ifdef SHADOW
layout(binding = 0) uniform sampler2DShadow shadow_map;

float sunlit() {
    vec3 outside = step(vec3(0.5), abs(shadow_place - 0.5));
    return max(texture(shadow_map, shadow_place), max(outside.x, max(outside.y, outside.z)));
}
#endif

#ifdef LAMPS
vec3 lamplight(vec3 normal) {
    vec3 sum = vec3(0.0);
    for (int k = 0; k < int(lamps.x); ++k) {
        vec3 way = place - lamp_place[k].xyz;
        float far = length(way);
        float inside = smoothstep(0.80, 0.97, dot(way / far, lamp_axis[k].xyz));
        float facing = 0.3 + 0.7 * max(dot(normal, -way / far), 0.0);
        sum += vec3(1.0, 0.95, 0.82) * inside * facing * 14.0 / (6.0 + 0.11 * far * far);
    }
    return sum;
}
#endif

#ifdef WET
// Water darkens a surface and mirrors the sky, most of all in puddles and at a flat angle.
vec3 wetted(vec3 seen, vec3 normal) {
    vec3 ray = normalize(place - eye.xyz);
    float puddle = smoothstep(0.45, 0.65, noise(place.xy * 0.35) * 0.6 + noise(place.xy * 1.3) * 0.4);
    float wet = surface.z * light.w * step(0.7, normal.z) * mix(0.35, 1.0, puddle);
    vec3 mirrored = mix(sky_low(), sky_high(), sky_share(reflect(ray, normal)));
    float fresnel = 0.04 + 0.96 * pow(1.0 - clamp(-dot(ray, normal), 0.0, 1.0), 5.0);
    return mix(seen * (1.0 - 0.4 * wet), mirrored, wet * min(fresnel * 1.6, 0.85));
}
#endif

#ifdef COVER
// Snow, sand or mud lies in drifts on what is level, and thins out where the ground rises.
vec3 covered(vec3 base, vec3 normal) {
    float drift = 0.55 * noise(place.xy * 0.9) + 0.3 * noise(place.xy * 3.7) + 0.15 * noise(place.xy * 17.0);
    float much = smoothstep(0.86 - sun_tint.w, 1.06 - sun_tint.w, drift * 0.86);
    float grain = 0.94 + 0.12 * noise(place.xy * 29.0);
    return mix(base, cover.rgb * grain, much * surface.z * step(0.7, normal.z));
}
#endif

void main() {
    float depth = 1.0 / gl_FragCoord.w;
    vec3 normal = vec3(0.0, 0.0, 1.0);
#ifdef PIXEL_PLACE
    normal = normalize(face_normal);
    normal = dot(normal, place - eye.xyz) > 0.0 ? -normal : normal;
#endif
#ifdef LIT
    vec3 seen = seen_here;
#else
    float sunny = 1.0;
#ifdef SHADOW
    sunny = sunlit();
#endif
#ifdef TINTED
    vec3 falling = light_here.x * sky_tint.rgb + light_here.y * sunny * sun_tint.rgb;
#else
    vec3 falling = vec3(light_here.x + light_here.y * sunny);
#endif
#ifdef LAMPS
    falling += lamplight(normal);
#endif
    vec3 base = patterned(color, depth);
#ifdef COVER
    base = covered(base, normal);
#endif
    vec3 seen = base * falling + light_here.z * sunny;
#endif
#ifdef WET
    seen = wetted(seen, normal);
#endif
#ifdef FOG
    seen = in_fog(seen, depth);
#endif
#ifdef RAIN
    seen = in_rain(seen);
#endif
#ifdef SNOW
    seen = in_snow(seen);
#endif
    give(seen, depth, surface.x, normal);
#ifdef FLOW
    texel.xy = floatBitsToUint(flow_to(next_clip));
#endif
}
