// All streams of a pixel in one texel of two or four words; texel.py reads them apart.
#ifdef NARROW
layout(location = 0) out uvec2 texel;
#else
layout(location = 0) out uvec4 texel;
#endif

#ifdef FLOW
vec2 flow_to(vec4 clip) {
    // Rows run down the picture, and so does clip space here: see `Eye.clip_matrix`.
    vec2 next = (clip.xy / clip.w * 0.5 + 0.5) * tile.zw;
    return next - (gl_FragCoord.xy - tile.xy);
}
#endif

// A unit vector in two numbers: Cigolle et al. (2014), "A survey of efficient representations for
// independent unit vectors", section 3 (oct).
vec2 octahedral(vec3 v) {
    v /= abs(v.x) + abs(v.y) + abs(v.z);
    vec2 folded = (1.0 - abs(v.yx)) * vec2(v.x < 0.0 ? -1.0 : 1.0, v.y < 0.0 ? -1.0 : 1.0);
    return v.z < 0.0 ? folded : v.xy;
}

void give(vec3 rgb, float depth, int label, vec3 normal) {
#ifdef NARROW
    texel = uvec2(packUnorm4x8(vec4(rgb, 0.0)) | uint(label) << 24, floatBitsToUint(depth));
#else
    texel = uvec4(packUnorm4x8(vec4(rgb, 1.0)), floatBitsToUint(depth), uint(label), 0u);
#endif
#ifdef NORMALS
    texel.w = packSnorm2x16(octahedral(normal));
#endif
}
