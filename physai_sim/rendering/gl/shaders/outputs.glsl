// The streams of a picture; the order is that of targets.py.
layout(location = 0) out vec4 out_rgb;
layout(location = 1) out float out_depth;
layout(location = 2) out int out_label;
#ifdef NORMALS
layout(location = 3) out vec4 out_normal;
#endif
#ifdef FLOW
layout(location = FLOW) out vec2 out_flow;

vec2 flow_to(vec4 clip) {
    // Rows run down the picture, and so does clip space here: see `clip_matrix` in view_block.py.
    vec2 next = (clip.xy / clip.w * 0.5 + 0.5) * tile.zw;
    return next - (gl_FragCoord.xy - tile.xy);
}
#endif
