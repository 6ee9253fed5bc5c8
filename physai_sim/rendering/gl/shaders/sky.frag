// Where nothing is: sky, infinite depth, no label.
in vec3 toward;
flat in vec3 low;
flat in vec3 high;

void main() {
    vec3 seen = mix(low, high, sky_share(toward));
#ifdef FOG
    seen = in_fog(seen, 1e4);
#endif
#ifdef RAIN
    seen = in_rain(seen);
#endif
#ifdef SNOW
    seen = in_snow(seen);
#endif
    give(seen, uintBitsToFloat(0x7f800000u), -1, vec3(0.0, 0.0, 1.0));
#ifdef FLOW
    texel.xy = floatBitsToUint(flow_to(next_clip_from_world * vec4(toward, 0.0)));
#endif
}
